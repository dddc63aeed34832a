import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DatabaseName, IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { backtest } from '../../src/backtest/backtest.ts'
import { openDatabase } from '../../src/database.ts'
import type { Alert } from '../../src/rules/rule.ts'
import { unpacked } from './data-set.ts'
import { type Found, FROM, type History, histories, LAST, writeHistory } from './history.ts'
import { plainReading } from './plain-reading.ts'

/** Random histories on SQLite; on PostgreSQL, where only the statements differ, a tenth. */
const RUNS = Number(process.env.CHUANGTAI_RULE_HISTORIES ?? (LONG_RUN ? 500 : 10))

const base = await mkdtemp(join(tmpdir(), 'chuangtai-rules-'))
let postgres: Postgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  await rm(base, { recursive: true, force: true })
})

async function judged(name: DatabaseName, folder: string, from: string, to: string) {
  const { db, close } = await openDatabase(name === 'postgres' ? await postgres.database() : ':memory:')
  try {
    return await backtest(db, { folder, from, to })
  } finally {
    await close()
  }
}

const plain = ({ rule, subject, from, to, measure }: Alert): Found => ({
  rule,
  subject,
  from,
  to,
  measure: typeof measure === 'number' ? Number(measure.toFixed(6)) : measure,
})

describe.each(IN_TURN)('the rules on %s', name => {
  test.each(LONG_RUN ? ['small', 'params'] : ['params'])(
    'call for exactly the alerts of the data set %s',
    async set => {
      const { folder, expected } = await unpacked(base, set)
      const { alerts, malformed } = await judged(name, folder, '2026-01-05', '2026-03-15')
      expect(alerts.map(plain)).toEqual(expected)
      expect(malformed).toEqual([])
    },
  )

  test('agree with the plain reading of their page on random histories', async () => {
    const spoke = new Set<string>()
    await fc.assert(
      fc.asyncProperty(histories, async history => {
        const folder = await mkdtemp(join(base, 'history-'))
        await writeHistory(folder, history)
        const { alerts } = await judged(name, folder, FROM, LAST)
        const read = plainReading(history, FROM, LAST)
        for (const { rule } of read) spoke.add(rule)
        expect(alerts.map(plain)).toEqual(read.map(rounded))
        await rm(folder, { recursive: true, force: true })
      }),
      { numRuns: Math.ceil(name === 'postgres' ? RUNS / 10 : RUNS), seed: 1 },
    )
    // A reading that never speaks agrees with everything.
    if (name === 'sqlite') expect(spoke.size).toBe(12)
  })
})

const rounded = (found: Found): Found => ({
  ...found,
  measure: typeof found.measure === 'number' ? Number(found.measure.toFixed(6)) : found.measure,
})

describe('a data set with faults', () => {
  const good: History = {
    stations: [{ id: 'S1', hours: ['08:30', '12:00', '14:30', '17:00'] }],
    venues: [],
    scans: [],
    permits: [],
    prints: [],
    terminals: [],
    residents: new Map(),
    employments: new Map(),
    holidays: [],
    workdays: [],
    parameters: {},
  }
  const withFile = async (file: string, body: string) => {
    const folder = await mkdtemp(join(base, 'faulty-'))
    await writeHistory(folder, good)
    await writeFile(join(folder, file), body)
    return judged('sqlite', folder, FROM, LAST)
  }

  test('names each malformed row by file and line, and judges the others', async () => {
    const { alerts, malformed } = await withFile(
      'scans.csv',
      [
        'venue_id,citizen_id,collected_at',
        'V1,"多行\n的一格",2026-01-21T09:00:00+08:00',
        ',x,2026-01-21T09:00:00+08:00',
        'V1,x,2026-02-30T09:00:00+08:00',
        'V1,x,2026-01-21 09:00',
        'V1',
        'V1,x,2026-01-21T16:30:00Z',
      ].join('\n'),
    )
    expect(malformed.map(({ file, line }) => `${file}:${line}`)).toEqual([4, 5, 6, 7].map(line => `scans.csv:${line}`))
    expect(malformed.map(({ why }) => why)).toEqual([
      'venue_id is ""',
      'collected_at is "2026-02-30T09:00:00+08:00"',
      'collected_at is "2026-01-21 09:00"',
      'collected_at is missing',
    ])
    expect(alerts.map(plain)).toEqual([
      { rule: 'unknown-venue', subject: 'V1', from: '2026-01-21', to: '2026-01-21', measure: 1 },
    ])
  })

  test.each([
    ['scans.csv', 'venue,citizen_id,collected_at\n', 'scans.csv: the header lacks venue_id'],
    ['params.json', '{"void-rate": {"alfa": 1}}', 'params.json: void-rate has no parameter alfa'],
    [
      'params.json',
      '{"void-rate": {"alpha": 1}}',
      'params.json: alpha of void-rate must be a number from 0.000001 to 0.5',
    ],
    [
      'params.json',
      '{"permit-volume": {"history": 20, "minHistory": 21}}',
      'params.json: minHistory of permit-volume must be a whole number from 1 to 20',
    ],
    ['params.json', '{"no-rule": {}}', 'params.json'],
    ['holidays.json', '{"holidays": ["2026-02-30"]}', 'the calendar names 2026-02-30, which is no day'],
    ['holidays.json', '{"holidays": ', 'holidays.json'],
  ])('says of %s what is wrong with it', async (file, body, said) => {
    await expect(withFile(file, body)).rejects.toThrow(said)
  })
})
