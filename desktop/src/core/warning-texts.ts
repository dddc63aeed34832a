import { hoursOf, isWithinHours } from '../../../shared-types/src/engine/business-hours.ts'
import { CalendarError, isWorkday, makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { above } from '../../../shared-types/src/engine/organisation.ts'
import { warnings, warningsOf } from '../../../shared-types/src/engine/warnings.ts'
import { fill, label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/** What rules of the centre would find in this act later, by what this window holds: a sentence each. */
export async function warningTexts(desk: Desk, who: Asking, kind: Kind, c: Case, act: string): Promise<string[]> {
  const declared = warningsOf(kind, act)
  const step = kind.record.workflow.steps[act]
  if (declared.length === 0 || (step && !step.by.includes(who.user.role))) return []
  const found: Record<string, Case[]> = {}
  for (const [name, { counts }] of declared) {
    const lookups = Object.fromEntries((counts?.among ?? []).map((lookup, i) => [String(i), lookup]))
    const asked = { ...kind, record: { ...kind.record, lookups } }
    found[name] = Object.values(await related(desk.projection.cases, desk.kinds, asked, c, who.scope)).flat()
  }
  const station = above(desk.directory.units(), c.unit, 'station')?.id
  const { openAm, closeAm, openPm, closePm } = hoursOf(desk.directory.units(), station ?? c.unit)
  const hours = `${openAm}–${closeAm}, ${openPm}–${closePm}`
  const words = label(kind, who.words.language)
  return warnings(kind, c, act, { works: station === undefined ? undefined : worksNow(desk, station), found }).map(
    ({ name, count }) => fill(words.warning(name), { count, hours }),
  )
}

/** Whether a station works now; undefined where nobody has said which days of the year are holidays. */
function worksNow({ clock, directory }: Desk, station: string): boolean | undefined {
  const { zone } = directory.deployment()
  const now = clock.now()
  try {
    const works = isWorkday(makeCalendar(directory.calendar()), dayOf(now, zone))
    return works && isWithinHours(hoursOf(directory.units(), station), clockOf(now, zone))
  } catch (error) {
    if (error instanceof CalendarError) return undefined
    throw error
  }
}
