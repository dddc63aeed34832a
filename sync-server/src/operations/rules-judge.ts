import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { kinds } from '../../../shared-types/src/domains/index.ts'
import { isDay } from '../../../shared-types/src/engine/day.ts'
import { audit, NOBODY } from '../audit.ts'
import type { FoundParts } from '../found.ts'
import { askDays } from '../nightly/ask-days.ts'
import { pass } from '../nightly/pass.ts'
import { runsBetween } from '../nightly/runs.ts'
import { followLog } from '../projection/follow.ts'
import type { ServerTables } from '../tables.ts'

const text = { type: 'string' } as const

/** The days of `--day`, or of `--from` and `--to`; undefined where they are none. */
export function daysAsked(args: readonly string[]): { from: string; to: string } | undefined {
  const { values } = parseArgs({ args: [...args], options: { day: text, from: text, to: text } })
  const [from, to] = [values.from ?? values.day, values.to ?? values.day]
  return isDay(from) && isDay(to) ? { from, to } : undefined
}

/** Has the rules judge these days now, beside a running server or without one. Answers a line for each day of each rule. */
export async function judgeDays(
  { store, directory, now }: FoundParts,
  days: { from: string; to: string },
): Promise<{ text: string; code?: number }> {
  const problems: string[] = []
  const fault = (error: unknown, about: string) =>
    void problems.push(`${about}: ${error instanceof Error ? error.message : String(error)}`)
  const parts = { store, kinds, directory, now, fault, stopping: new AbortController().signal }
  const { zone } = await directory(store.db)
  await store.transaction(async turn => {
    await askDays(turn, days, now(), zone)
    await audit(turn, { act: 'rules-run', by: NOBODY, station: '', patch: { ...days } }, now())
  })
  await followLog(parts)
  const { failed } = await pass(parts, days.to, randomUUID())
  const rows = await runsBetween(store.db, days.from, days.to)
  return { text: [...rows.map(lineOf), ...problems].join('\n'), ...(failed && { code: 1 }) }
}

const lineOf = ({ day, rule, state, judged, alerts, ms, error }: ServerTables['rule_runs']) =>
  [day, rule, state, `${judged} rows`, `${alerts} alerts`, `${ms} ms`, error].join('\t').trimEnd()
