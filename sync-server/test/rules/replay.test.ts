import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { RehearsalResult } from '../../../shared-types/src/protocol-rules.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { pass } from '../../src/nightly/pass.ts'
import { followLog } from '../../src/projection/follow.ts'
import { rehearse } from '../../src/rehearsal/rehearse.ts'
import { type Server, server } from '../projection/followed.ts'
import { kinds } from '../projection/watched.ts'

const RUNS = { sqlite: LONG_RUN ? 60 : 2, postgres: 5 }
const FIRST = '2026-03-09'
const DAYS = 7
const CASES = 4
const BLOCK = 6

const calendar = makeOwnCalendar({ holidays: [], workdays: [] }, 2024, 2028)
const dayAt = (n: number) => addDays(FIRST, n)
const change = fc.record({
  day: fc.nat(DAYS - 1),
  of: fc.nat(CASES - 1),
  act: fc.constantFrom('edit', 'edit', 'spoil', 'reopen'),
  since: fc.constantFrom('2025-01-01', '2025-02-02', '2025-03-03'),
})
/** A number of the block that comes on a day, or never. */
const came = fc.array(fc.option(fc.nat(DAYS - 1)), { minLength: BLOCK, maxLength: BLOCK })
const history = fc.record({ changes: fc.array(change, { minLength: 12, maxLength: 25 }), came })

/** A centre that lives through the history and judges each night; answers what the nights raised, by rule. */
async function lived(s: Server, { changes, came }: typeof history extends fc.Arbitrary<infer H> ? H : never) {
  const ids = Array.from({ length: CASES }, () => randomUUID())
  const faults: unknown[] = []
  const parts = { ...s, kinds, fault: (e: unknown) => void faults.push(e), stopping: new AbortController().signal }
  await run(s.store.db, 'insert into leases values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    ...['block', 'x.s', 2026, 'S', 'st', 'S', 2026],
    ...[1, BLOCK, null],
  ])
  for (let n = 0; n < DAYS; n++) {
    s.clock.now = `${dayAt(n)}T01:00:00.000Z`
    const own = changes.filter(({ day }) => day === n)
    for (const { of, act, since } of own)
      await s.push('S', {
        ...{ caseId: ids[of]!, type: 'watched.entry', act, base: 1_000_000 },
        ...{ patch: act === 'edit' ? { since } : {}, at: s.clock.now },
      })
    for (const [i, on] of came.entries()) if (on === n) await use(s, i + 1)
    s.clock.now = `${dayAt(n)}T18:30:00.000Z`
    await followLog(parts)
    await pass(parts, dayAt(n), 'one')
  }
  expect(faults).toEqual([])
  const rows = await run<{ rule: string; subject: string; to_day: string; measure: string }>(
    s.store.db,
    'select rule, subject, to_day, measure from rule_alerts order by to_day, subject',
  )
  return (rule: string, from: string) =>
    rows
      .filter(row => row.rule === rule && row.to_day >= from)
      .map(r => text(r.subject, r.to_day, JSON.parse(r.measure)))
}

/** An event that brought a number. */
async function use(s: Server, number: number): Promise<void> {
  await s.push('S', {
    ...{ caseId: randomUUID(), type: 'watched.sheet', act: 'edit' },
    patch: {},
    at: s.clock.now,
    base: 0,
  })
  const [last] = await run<{ id: string }>(s.store.db, 'select id from events order by seq desc limit 1')
  await run(s.store.db, 'insert into number_uses values (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    ...['x.s', 2026, 'S', number, last!.id, `c${number}`, 'x.y', 'st', 'accepted'],
  ])
}

const text = (subject: string, day: string, measure: unknown) => `${day} ${subject} ${measure}`
const told = ({ samples }: RehearsalResult, of: keyof RehearsalResult['samples']) =>
  samples[of].map(({ subject, to, measure }) => text(subject, to, measure)).sort()

describe.each(IN_TURN)('a rule that remembers, on %s', name => {
  let postgres: Postgres | undefined
  beforeAll(async () => {
    if (name === 'postgres') postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())

  test('is rehearsed over past days as the nights judged them, and writes nothing', async () => {
    const spoke = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 4 }), async (given, begin) => {
        const s = await server(postgres ? await postgres.database() : ':memory:', kinds)
        try {
          const raised = await lived(s, given)
          const directory = await s.directory(s.store.db)
          for (const rule of ['resident-date-changed', 'number-gap']) {
            const from = dayAt(begin)
            const before = await baseline(s)
            const result = await rehearse({
              ...{ request: { rule, parameters: {}, from, to: dayAt(DAYS - 1) }, calendar, kinds, directory },
              ...{ view: work => work(s.store.db), samples: 1000, tell: () => {} },
            })
            expect([rule, told(result, 'both')]).toEqual([rule, raised(rule, from).sort()])
            expect([result.counts.added, result.counts.dropped]).toEqual([0, 0])
            expect(await baseline(s)).toEqual(before)
            spoke.set(rule, (spoke.get(rule) ?? 0) + result.counts.both)
          }
        } finally {
          await s.close()
        }
      }),
      { numRuns: RUNS[name], seed: 3, endOnFailure: true },
    )
    // A few histories may have no gap; those of the long run have many.
    for (const rule of LONG_RUN ? spoke.keys() : ['resident-date-changed']) expect(spoke.get(rule)).toBeGreaterThan(0)
  })
})

const baseline = (s: Server) => run(s.store.db, 'select kind, id, registered_on from rule_baselines order by kind, id')
