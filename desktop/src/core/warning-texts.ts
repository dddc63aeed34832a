import { hash } from 'node:crypto'
import { doorKey } from '../../../shared-types/src/engine/address.ts'
import { hoursOf, isWithinHours } from '../../../shared-types/src/engine/business-hours.ts'
import { CalendarError, isWorkday, makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { clockOf, dayOf } from '../../../shared-types/src/engine/day.ts'
import { evaluate, read } from '../../../shared-types/src/engine/evaluate.ts'
import { above, lineOf } from '../../../shared-types/src/engine/organisation.ts'
import { isExemptTold, ruleTold } from '../../../shared-types/src/engine/rules-told.ts'
import { type WarningInForce, warnings, warningsInForce } from '../../../shared-types/src/engine/warnings.ts'
import { fill, label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Address } from '../../../shared-types/src/model/field.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/**
 * What rules of the centre would find in this act later, a sentence each: by what this window holds, and by what the centre
 * last said that the rules are set to and whom they leave out.
 */
export async function warningTexts(desk: Desk, who: Asking, kind: Kind, c: Case, act: string): Promise<string[]> {
  const declared = inForce(desk, kind, c, act)
  const step = kind.record.workflow.steps[act]
  if (declared.length === 0 || (step && !step.by.includes(who.user.role))) return []
  const found: Record<string, Case[]> = {}
  for (const { name, among } of declared) {
    const lookups = Object.fromEntries(among.map((lookup, i) => [String(i), lookup]))
    const asked = { ...kind, record: { ...kind.record, lookups } }
    found[name] = Object.values(await related(desk.projection.cases, desk.kinds, asked, c, who.scope)).flat()
  }
  const station = stationOf(desk, c)
  const { openAm, closeAm, openPm, closePm } = hoursOf(desk.directory.units(), station ?? c.unit)
  const hours = `${openAm}–${closeAm}, ${openPm}–${closePm}`
  const words = label(kind, who.words.language)
  const usual = station === undefined ? undefined : worksNow(desk, station)
  const works = usual === false ? await isOnDuty(desk, who, station!) : usual
  return warnings(declared, c, { works, found }).map(({ name, count, days }) =>
    fill(words.warning(name), { count, days, hours }),
  )
}

const stationOf = ({ directory }: Desk, c: Case) => above(directory.units(), c.unit, 'station')?.id

const sha256 = (text: string) => hash('sha256', text)

/** The warnings whose rule judges here today and does not leave out what this case is about. */
function inForce(desk: Desk, kind: Kind, c: Case, act: string): WarningInForce[] {
  const { clock, directory } = desk
  const today = dayOf(clock.now(), directory.deployment().zone)
  const told = directory.rules()
  const line = lineOf(directory.units(), c.unit)
  const declared = warningsInForce(kind, act, rule => {
    const { on, parameters } = ruleTold(told, rule, line, today)
    return on ? parameters : undefined
  })
  return declared.filter(({ warning: { rule, subject: field } }) => {
    const subject = field === undefined ? stationOf(desk, c) : subjectOf(kind, c, field)
    return !subject || !isExemptTold(told, sha256, { rule, subject, today })
  })
}

/** As the centre names what the rule is about: an address by its door. */
function subjectOf({ record }: Kind, c: Case, field: string): string | undefined {
  const value = read(c, field)
  if (record.fields[field]?.kind === 'address') return value ? doorKey(value as Address) : undefined
  return typeof value === 'string' ? value : undefined
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

/** Whether work outside of the usual hours was approved for the station and now. */
async function isOnDuty(desk: Desk, who: Asking, station: string): Promise<boolean> {
  const { clock, directory, kinds, projection } = desk
  const { zone } = directory.deployment()
  const [today, now] = [dayOf(clock.now(), zone), clockOf(clock.now(), zone)]
  for (const kind of kinds.values()) {
    const feed = kind.domain.feeds?.duties
    if (!feed || feed.record !== kind.name) continue
    for (const duty of await projection.cases.byKeys(kind, { [feed.day]: today })) {
      const [from, to] = [read(duty, feed.from), read(duty, feed.to)].map(String)
      const isHere = stationOf(desk, duty) === station && evaluate(feed.where, duty, who.scope)
      if (isHere && from! <= now && now < to!) return true
    }
  }
  return false
}
