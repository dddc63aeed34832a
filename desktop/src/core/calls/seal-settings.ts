import type { SealView } from '../../api/devices.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

/** The seal machine that administrators set up at a window. */
export function sealSettingCalls(desk: Desk): Pick<Handlers, 'devices.seals' | 'devices.useSeals'> {
  return {
    'devices.seals'(_, client) {
      asking(desk, client)
      return viewOf(desk)
    },
    async 'devices.useSeals'({ machine }, client) {
      const { user } = asking(desk, client)
      if (user.role !== 'administrator') throw new CallRefusal('forbidden', 'server.forbidden')
      if (!desk.sealSetup) throw new CallRefusal('device', 'devices.simulated')
      await desk.audit(user, 'device', 'seal-machine', { value: machine ? JSON.stringify(machine) : '' })
      await desk.sealSetup.use(machine ?? undefined)
      return viewOf(desk)
    },
  }
}

function viewOf({ sealSetup }: Desk): SealView {
  const machine = sealSetup?.settings()
  return { simulated: !sealSetup, ...(machine && { machine }) }
}
