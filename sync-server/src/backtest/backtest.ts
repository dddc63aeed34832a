import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Calendar, makeCalendar, makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays, isDay } from '../../../shared-types/src/engine/day.ts'
import { PAGE_RULES } from '../rules/all.ts'
import { outOfRange, rangeSentence } from '../rules/bounds.ts'
import { type Alert, type Parameters, RULE_IDS, type RuleId } from '../rules/rule.ts'
import type { Db } from '../store.ts'
import { loadDataSet, loadNight } from './load.ts'
import { ownPast } from './past.ts'
import type { Malformed } from './rows.ts'

/** What a run over a data set found. */
export interface Backtest {
  /** Ordered by (to, rule, subject). */
  alerts: Alert[]
  malformed: Malformed[]
  /** Alerts and milliseconds of each rule. */
  rules: { rule: RuleId; alerts: number; ms: number }[]
}

interface Asked {
  folder: string
  /** First and last day that is judged. */
  from: string
  to: string
}

/**
 * Replays the rules over a folder of CSV files. `db` must have the tables of the rules, and nothing in them. Throws an
 * Error with a sentence for a folder, header, calendar or parameter that cannot be read.
 */
export async function backtest(db: Db, { folder, from, to }: Asked): Promise<Backtest> {
  const malformed: Malformed[] = []
  const tell = (row: Malformed) => malformed.push(row)
  const parameters = parametersIn(folder)
  const calendar = calendarIn(folder, from, to)
  await loadDataSet(db, folder, tell)
  const nights = nightsIn(folder)
  const past = ownPast()
  const alerts: Alert[] = []
  const times = new Map<RuleId, { alerts: number; ms: number }>(RULE_IDS.map(rule => [rule, { alerts: 0, ms: 0 }]))
  const first = [from, ...nights.map(({ night }) => night)].sort()[0]!
  for (let day = first; day <= to; day = addDays(day, 1)) {
    for (const { kind, night } of nights) if (night === day) await loadNight(db, kind, day, folder, tell)
    for (const rule of PAGE_RULES) {
      // Before the first day only what is compared later goes on.
      if (day < from && !rule.id.endsWith('-date-changed')) continue
      const start = performance.now()
      const found = await rule.judge({ db, day, calendar, past }, { ...rule.defaults, ...parameters[rule.id] })
      for (let after: string | undefined = ''; after !== undefined; ) after = await rule.remember?.({ db, day }, after)
      const time = times.get(rule.id)!
      time.ms += performance.now() - start
      if (day < from) continue
      time.alerts += found.length
      past.add(found)
      alerts.push(...found)
    }
  }
  return { alerts: inOrder(alerts), malformed, rules: [...times].map(([rule, time]) => ({ rule, ...time })) }
}

const inOrder = (alerts: readonly Alert[]): Alert[] =>
  alerts.toSorted((a, b) => compare(a.to, b.to) || compare(a.rule, b.rule) || compare(a.subject, b.subject))

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const holidayFile = z.object({ holidays: z.array(z.string()).default([]), workdays: z.array(z.string()).default([]) })
/** Years before and after the days that are judged, into which windows and working days may reach. */
const YEARS = 2

function calendarIn(folder: string, from: string, to: string): Calendar {
  const own = jsonIn(folder, 'holidays.json', holidayFile)
  return own ? makeOwnCalendar(own, Number(from.slice(0, 4)) - YEARS, Number(to.slice(0, 4)) + YEARS) : makeCalendar()
}

const parameterFile = z.partialRecord(z.enum(RULE_IDS), z.record(z.string(), z.number()))

function parametersIn(folder: string): Partial<Record<RuleId, Parameters>> {
  const given: Partial<Record<RuleId, Parameters>> = jsonIn(folder, 'params.json', parameterFile) ?? {}
  for (const rule of PAGE_RULES) {
    const wrong = outOfRange(rule, given[rule.id] ?? {})
    if (wrong) throw new Error(`params.json: ${rangeSentence(rule.id, wrong)}`)
  }
  return given
}

function jsonIn<T>(folder: string, name: string, schema: z.ZodType<T>): T | undefined {
  let body: string
  try {
    body = readFileSync(join(folder, name), 'utf8')
  } catch {
    return undefined
  }
  try {
    return schema.parse(JSON.parse(body))
  } catch (error) {
    throw new Error(`${name}: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`)
  }
}

/** The nights of which there is a table, in order. */
function nightsIn(folder: string): { kind: 'residents' | 'employments'; night: string }[] {
  return (['residents', 'employments'] as const).flatMap(kind =>
    filesIn(join(folder, kind))
      .map(name => name.replace(/\.csv$/, ''))
      .filter(isDay)
      .sort()
      .map(night => ({ kind, night })),
  )
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
