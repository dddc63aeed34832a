import type { Calendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { below } from '../../../shared-types/src/engine/organisation.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { RehearsalRequest, RehearsalResult } from '../../../shared-types/src/protocol-rules.ts'
import { ownPast } from '../backtest/past.ts'
import type { Directory } from '../directory.ts'
import { judgeBy } from '../nightly/judge-day.ts'
import { ruleOf } from '../rules/all.ts'
import { exemptionsOn, type IsExempt } from '../rules/exemptions.ts'
import { type InForce, isOn, parametersOn } from '../rules/parameter-store.ts'
import type { Rule, RuleDay } from '../rules/rule.ts'
import type { Db } from '../store.ts'
import { type Concerned, comparison } from './comparison.ts'
import { replayed } from './replay.ts'

export interface Rehearsing {
  request: RehearsalRequest
  calendar: Calendar
  kinds: Kinds
  directory: Pick<Directory, 'units' | 'zone'>
  /** One unchanging view of the database for each day; nothing is written. */
  view<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Alerts of each kind in the result, at most. */
  samples: number
  /** Told of each day that has been judged. */
  tell(days: number): void
}

/**
 * Judges a rule on every day of a past period twice, by the parameters that are tried and by those that were in force, and
 * compares what they call for. What suppresses an alert is only what the same side has called for here, as in a backtest;
 * exemptions hold for both. With a unit only what concerns it and those below counts.
 */
export async function rehearse({
  request,
  calendar,
  kinds,
  directory,
  view,
  samples,
  tell,
}: Rehearsing): Promise<RehearsalResult> {
  const { from, to } = request
  const rule = await view(db => replayed(ruleOf(request.rule), { db, kinds, directory, from, to }))
  const sides = { tried: side(rule), held: side(rule) }
  const candidates = candidatesOf(rule)
  const units = request.unit === undefined ? undefined : new Set(below(directory.units, request.unit))
  let done = 0
  for (let day = from; day <= to; day = addDays(day, 1)) {
    await view(async db => {
      const held = await parametersOn(db, rule.id, day)
      const exempt = await exemptionsOn(db, rule.id, day)
      const own = tried(held, request)
      const among = await candidates({ db, day }, [own, held])
      const judging = { at: { db, day, calendar, ...(among && { among }) }, directory, exempt, units }
      await sides.tried.judge(judging, own)
      if (await isOn(db, rule.id, day)) await sides.held.judge(judging, held)
    })
    tell(++done)
  }
  return comparison(sides.tried.found, sides.held.found, samples)
}

type Parameters = Pick<InForce, 'parameters' | 'units'>

/** What would have been in force: everywhere the tried values stand in the place of what units have none of their own have. */
function tried(held: Parameters, { unit, parameters }: RehearsalRequest): Parameters {
  if (unit === undefined) return { parameters, units: held.units }
  return { parameters: held.parameters, units: new Map([...held.units, [unit, parameters]]) }
}

interface Judging {
  at: Omit<RuleDay, 'past'>
  directory: Pick<Directory, 'units'>
  exempt: IsExempt
  /** Absent: all. */
  units: ReadonlySet<string> | undefined
}

interface Side {
  found: Concerned[]
  judge(judging: Judging, parameters: Parameters): Promise<void>
}

function side(rule: Rule): Side {
  const past = ownPast()
  const found: Concerned[] = []
  return {
    found,
    async judge({ at, directory, exempt, units }, parameters) {
      const judged = await judgeBy({ ...at, past }, rule, directory, parameters, exempt)
      past.add(judged.map(({ alert }) => alert))
      for (const { alert, unit } of judged) if (!units || units.has(unit)) found.push({ ...alert, unit })
    },
  }
}

type Candidates = (
  at: Pick<RuleDay, 'db' | 'day'>,
  sides: readonly Parameters[],
) => Promise<readonly string[] | undefined>

/**
 * Asks a rule for its candidates, where it names any, once for both sides and for the days of the shortest window by which
 * one of them judges: longer windows that end on these days hold the first of them as well.
 */
function candidatesOf(rule: Rule): Candidates {
  const last: { until: string; window: number; ids: readonly string[] } = { until: '', window: 0, ids: [] }
  return async ({ db, day }, sides) => {
    const window = shortest(rule, sides)
    if (!rule.candidates || window === undefined) return undefined
    if (day > last.until || window !== last.window)
      Object.assign(last, { until: addDays(day, window - 1), window, ids: await rule.candidates({ db, day }) })
    return last.ids
  }
}

/** In days; undefined for a rule that has no window. */
function shortest({ defaults }: Rule, sides: readonly Parameters[]): number | undefined {
  const sets = sides.flatMap(({ parameters, units }) => [parameters, ...units.values()])
  const windows = sets.flatMap(set => ({ ...defaults, ...set }).windowDays ?? [])
  return windows.length ? Math.min(...windows) : undefined
}
