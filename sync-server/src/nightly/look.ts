import { type Calendar, makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { ReadDirectory } from '../directory.ts'
import { ruleOf } from '../rules/all.ts'
import { evidenceOf } from '../rules/evidence.ts'
import { lookedAt } from '../rules/looked-at.ts'
import type { RuleId } from '../rules/rule.ts'
import { getSetting } from '../settings.ts'
import type { Db } from '../store.ts'
import { type AlertFacts, operatorsOf } from './alert-case.ts'
import { type Found, type Judged, judgeDay } from './judge-day.ts'
import { raisedBefore, subjectsOn } from './raised.ts'
import { subjectName } from './subject-name.ts'

/** A day of a rule to be looked at. */
export interface Question {
  rule: RuleId
  day: string
  /** Not where it compares with what does not lie there any more: then only the rows are counted. */
  judged: boolean
}

/** By what it is looked at. */
export interface Sight {
  kinds: Kinds
  directory: ReadDirectory
  calendar: Calendar
}

/** The working days of the deployment: for a whole pass, because they take longer to make than a small rule to judge. */
export async function nightCalendar(db: Db): Promise<Calendar> {
  const own = await getSetting(db, 'calendar')
  return makeCalendar(own?.kind === 'calendar' ? own.value : undefined)
}

/** An alert that has not been raised, with its evidence. */
export interface Fresh {
  found: Found
  facts: Pick<AlertFacts, 'evidence' | 'operators' | 'subjectName'>
}

/** What a rule calls for, how many rows it looked at, and the version of its parameters. Plain data. */
export interface Looked {
  fresh: Fresh[]
  judged: number
  version: number
}

/**
 * Judges a day of a rule on one unchanging view of the database, and writes nothing. Evidence is gathered on the same view:
 * it is what the rule saw.
 * @throws CalendarError for a year that no calendar covers
 */
export async function lookAt(
  db: Db,
  { rule: id, day, judged }: Question,
  { kinds, directory: read, calendar }: Sight,
): Promise<Looked> {
  const rule = ruleOf(id)
  const at = { db, day, calendar, past: raisedBefore(db, day) }
  const directory = await read(db)
  const { found, version, parameters }: Judged = judged
    ? await judgeDay(at, rule, directory)
    : { found: [], version: 0, parameters: {} }
  const known = await subjectsOn(db, id, day)
  const fresh: Fresh[] = []
  for (const one of found.filter(({ alert }) => !known.has(alert.subject))) {
    const evidence = await evidenceOf(at, one.alert, { ...rule.defaults, ...one.parameters })
    const operators = await operatorsOf(
      db,
      evidence.rows.map(row => row.id),
    )
    fresh.push({
      found: one,
      facts: { evidence, operators, subjectName: await subjectName(db, kinds, one, directory) },
    })
  }
  return { fresh, version, judged: await lookedAt(at, id, { ...rule.defaults, ...parameters }) }
}
