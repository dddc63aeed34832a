import { hoursFrom, hoursOf } from '../../../../shared-types/src/engine/business-hours.ts'
import type { HoursView } from '../../api/hours.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

/** When units take applications: read by everybody, set by administrators of the unit, which the centre sees to. */
export function hoursCalls(desk: Desk): Pick<Handlers, 'hours.read' | 'hours.put'> {
  return {
    'hours.read': async ({ unit }, client) => {
      asking(desk, client)
      return hoursView(desk, unit)
    },
    'hours.put': async ({ unit: id, hours }, client) => {
      const { user } = asking(desk, client)
      if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
      const unit = desk.directory.units().find(u => u.id === id)
      if (!unit) throw new CallRefusal('not-found', 'case.missing')
      const { hours: _, ...rest } = unit
      const value = { ...rest, ...(hours && { hours }) }
      await desk.server.putSetting({ id: `unit:${id}`, kind: 'unit', value })
      await desk.audit(user, 'setting', `unit:${id}`, { value: JSON.stringify(value) })
      await desk.sync.now()
      return hoursView(desk, id)
    },
  }
}

function hoursView({ directory }: Desk, unit: string): HoursView {
  const units = directory.units()
  const from = hoursFrom(units, unit)
  const own = from?.id === unit
  return { hours: hoursOf(units, unit), own, ...(from && !own && { from: from.name }) }
}
