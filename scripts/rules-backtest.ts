import { existsSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isDay } from '../shared-types/src/engine/day.ts'
import { backtest } from '../sync-server/src/backtest/backtest.ts'
import { openDatabase } from '../sync-server/src/database.ts'
import type { Alert } from '../sync-server/src/rules/rule.ts'

// `npm run -s rules:backtest -- --data DIR --from YYYY-MM-DD --to YYYY-MM-DD --out FILE [--strict] [--database postgres://…]`

const HELP = `npm run -s rules:backtest -- --data DIR --from YYYY-MM-DD --to YYYY-MM-DD --out FILE

  --data      a folder of CSV files: docs/rules.md says which
  --from, --to  the first and the last day that is judged
  --out       where the alerts go, one JSON object a line
  --strict    ends with 1 when a row is malformed
  --database  an empty PostgreSQL database instead of SQLite in memory`

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
    strict: { type: 'boolean', default: false },
    database: { type: 'string', default: ':memory:' },
  },
})

process.exitCode = await main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  return 2
})

async function main(): Promise<number> {
  const { data, from, to, out, strict, database } = values
  if (!data || !out || !isDay(from) || !isDay(to)) return told(HELP, 2)
  if (!existsSync(data)) return told(`There is no folder ${data}.`, 2)
  if (from > to) return told(`--from ${from} lies after --to ${to}.`, 2)
  const { db, close } = await openDatabase(database)
  try {
    const { alerts, malformed, rules } = await backtest(db, { folder: data, from, to })
    writeFileSync(out, alerts.map(alert => `${lineOf(alert)}\n`).join(''))
    for (const { file, line, why } of malformed) console.error(`${file}:${line}: ${why}`)
    for (const { rule, alerts: count, ms } of rules)
      console.log(`${rule.padEnd(24)}${String(count).padStart(7)} alerts${Math.round(ms).toString().padStart(8)} ms`)
    console.log(`${'all'.padEnd(24)}${String(alerts.length).padStart(7)} alerts, ${malformed.length} malformed rows`)
    return strict && malformed.length ? 1 : 0
  } finally {
    await close()
  }
}

function told(text: string, code: number): number {
  console.error(text)
  return code
}

/** Shares are given to six places. */
function lineOf({ rule, subject, from, to, measure }: Alert): string {
  const figure = typeof measure === 'number' ? Number(measure.toFixed(6)) : measure
  const parts = Object.entries({ rule, subject, from, to, measure: figure })
  return `{${parts.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`
}
