import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import { databasesFor, IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { migrate } from '../../src/migrate.ts'
import { cardBalance } from '../../src/rules/card-balance.ts'
import { evidenceOf } from '../../src/rules/evidence.ts'
import { numberGap } from '../../src/rules/number-gap.ts'
import { printWithoutApplication } from '../../src/rules/print-without-application.ts'
import type { Alert, Past, Rule } from '../../src/rules/rule.ts'
import type { Db } from '../../src/store.ts'
import type { ServerTables } from '../../src/tables.ts'

const FIRST = '2026-02-01'
const DAYS = 12
const dayAt = (n: number) => addDays(FIRST, n)
const day = fc.integer({ min: 0, max: DAYS - 1 })
const station = fc.constantFrom('S1', 'S2')

/** A card: applied for, approved or not, printed some time, void some time, handed to its holder some time. */
const card = fc.record({
  station,
  known: fc.integer({ min: 0, max: 9 }).map(n => n > 0),
  decision: fc.constantFrom('approved', 'approved', 'approved', 'rejected', ''),
  decided: day,
  printed: day,
  undone: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined, freq: 4 }),
  issued: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined, freq: 3 }),
})
const blank = fc.record({ station, handed: day, gone: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }) })
/** How far the count is off the truth, which the plain reading knows. */
const closing = fc.record({
  station,
  day,
  cards: fc.constantFrom(0, 0, 0, 0, 1, -1),
  blanks: fc.constantFrom(0, 0, 0, 0, 2),
})

const histories = fc
  .record({
    cards: fc.array(card, { maxLength: 25, size: 'max' }),
    blanks: fc.array(blank, { maxLength: 20, size: 'max' }),
    closings: fc.uniqueArray(closing, { maxLength: 14, size: 'max', selector: c => `${c.station} ${c.day}` }),
  })
  .map(({ cards, blanks, closings }) => ({
    cards: cards.map((c, n) => ({ ...c, id: `P${n}`, of: `A${n}` })),
    blanks: blanks.map((b, n) => ({ ...b, id: `B${n}` })),
    closings: closings.map((c, n) => ({ ...c, id: `L${n}` })),
  }))
type History = typeof histories extends fc.Arbitrary<infer T> ? T : never

const undoneOn = (c: History['cards'][number]) => (c.undone === undefined ? undefined : c.printed + c.undone)
const issuedOn = (c: History['cards'][number]) => (c.issued === undefined ? undefined : c.printed + c.issued)

/** What lies in the drawer at the end of a day, card by card and blank by blank. */
function drawer({ cards, blanks }: History, of: string, at: number) {
  const own = cards.filter(c => c.station === of && c.printed <= at)
  const there = own.filter(c => {
    const [undone, issued] = [undoneOn(c), issuedOn(c)]
    if (undone !== undefined) return undone > at
    return !(c.known && issued !== undefined && issued <= at)
  })
  const held = blanks.filter(
    b => b.station === of && b.handed <= at && !(b.gone !== undefined && b.handed + b.gone <= at),
  )
  return { cards: there.length, blanks: held.length }
}

/** Each closing says what lies there, off by what was miscounted: a difference is one between two counts. */
function counted(history: History, { station: of, day: at, ...off }: History['closings'][number]) {
  const there = drawer(history, of, at)
  return { cards: there.cards + 10 + off.cards, blanks: there.blanks + 10 + off.blanks }
}

function plainBalance(history: History, at: number): Alert[] {
  return history.closings
    .filter(c => c.day === at)
    .flatMap(now => {
      const before = history.closings
        .filter(c => c.station === now.station && c.day < at)
        .toSorted((a, b) => b.day - a.day)[0]
      if (!before) return []
      const [was, is] = [counted(history, before), counted(history, now)]
      const [a, b] = [drawer(history, now.station, before.day), drawer(history, now.station, at)]
      const expected = { cards: was.cards + b.cards - a.cards, blanks: was.blanks + b.blanks - a.blanks }
      if (expected.cards === is.cards && expected.blanks === is.blanks) return []
      return [
        {
          ...{ rule: 'card-balance' as const, subject: now.station, from: dayAt(before.day + 1), to: dayAt(at) },
          measure: `${is.cards}/${expected.cards} ${is.blanks}/${expected.blanks}`,
        },
      ]
    })
}

const plainUnfounded = ({ cards }: History, at: number): string[] =>
  cards
    .filter(c => c.printed === at && !(c.known && c.decision === 'approved' && c.decided <= at))
    .map(({ id }) => id)
    .sort()

async function fill(db: Db, history: History): Promise<void> {
  const put = async (table: string, rows: (string | number)[][]) => {
    await run(db, `delete from ${table.split(' ')[0]}`)
    for (const row of rows) await run(db, `insert into ${table} values (${list(row.length)})`, row)
  }
  const on = (n: number | undefined) => (n === undefined ? '' : dayAt(n))
  await put(
    'rule_applications',
    history.cards
      .filter(c => c.known)
      .map(c => [
        ...[c.of, c.station, 'C', 'A', dayAt(c.printed - 1), '09:00:00', c.decision],
        ...[c.decision && dayAt(c.decided), on(issuedOn(c))],
      ]),
  )
  await put(
    'rule_prints (id, station, device, ip, mac, day, void, made_for, undone)',
    history.cards.map(c => [
      ...[c.id, c.station, '', '', '', dayAt(c.printed), c.undone === undefined ? 0 : 1, c.of, on(undoneOn(c))],
    ]),
  )
  await put(
    'rule_blanks',
    history.blanks.map(b => [b.id, b.station, dayAt(b.handed), b.gone === undefined ? '' : dayAt(b.handed + b.gone)]),
  )
  await put(
    'rule_closings',
    history.closings.map(c => {
      const { cards, blanks } = counted(history, c)
      return [c.id, c.station, dayAt(c.day), cards, blanks]
    }),
  )
}

const NOTHING: Past = { since: async () => [], ever: async () => false }
const bySubject = (alerts: readonly Alert[]) => alerts.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))

describe.each(IN_TURN)('the rules on the ledgers, on %s', name => {
  const database = databasesFor(name)
  const opened = async () => {
    const db = await database<ServerTables>()
    await migrate(db)
    return db
  }
  const judged = (db: Db, rule: Rule, at: string, past = NOTHING) =>
    rule.judge({ db, day: at, calendar: makeCalendar(), past }, {})

  test('agree with the plain reading of their page', async () => {
    const db = await opened()
    const spoke = { balance: 0, even: 0, unfounded: 0 }
    await fc.assert(
      fc.asyncProperty(histories, async history => {
        await fill(db, history)
        for (let n = 0; n < DAYS; n++) {
          const at = dayAt(n)
          const balance = plainBalance(history, n)
          expect(bySubject(await judged(db, cardBalance, at))).toEqual(bySubject(balance))
          const prints = await judged(db, printWithoutApplication, at)
          expect(prints.map(({ subject }) => subject).sort()).toEqual(plainUnfounded(history, n))
          spoke.balance += balance.length
          spoke.even += history.closings.filter(c => c.day === n).length - balance.length
          spoke.unfounded += prints.length
          for (const alert of [...balance, ...prints]) await sameEvidence(db, history, alert, at)
        }
      }),
      { numRuns: LONG_RUN ? (name === 'postgres' ? 5 : 20) : 2, seed: 3 },
    )
    expect(Math.min(spoke.balance, spoke.even, spoke.unfounded)).toBeGreaterThan(2)
  })

  test('numbers that no event brought are told once, and again when there are more', async () => {
    const db = await opened()
    const lease = (id: string, first: number, year: number, back: number | null) =>
      run(db, 'insert into leases values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
        ...[id, 'x.s', year, 'S1', 'st1', 'S1', year],
        ...[first, first + 9, back],
      ])
    const use = (number: number, year = 2026, verdict = 'accepted') =>
      run(db, 'insert into number_uses values (?, ?, ?, ?, ?, ?, ?, ?, ?)', [
        ...['x.s', year, 'S1', number, `e${year}-${number}`, `c${number}`, 'x.y', 'st1', verdict],
      ])
    await lease('whole', 1, 2026, null)
    await lease('broken', 11, 2026, null)
    await lease('back', 21, 2026, 23)
    await lease('unused', 31, 2026, null)
    await lease('old', 1, 2024, null)
    for (const n of [1, 2, 3, 11, 14, 21, 22, 23]) await use(n)
    // What was refused has come: nobody wonders where it is.
    await use(12, 2026, 'refused')
    await use(5, 2024)
    const first = await judged(db, numberGap, '2026-03-02')
    expect(first).toEqual([{ rule: 'number-gap', subject: 'broken', from: '2026-03-02', to: '2026-03-02', measure: 1 }])
    const at = { db, day: '2026-03-02', calendar: makeCalendar() }
    expect(await evidenceOf(at, first[0]!, {})).toEqual({ rows: [{ id: '13', what: 'x.s' }], rowCount: 1, days: [] })
    const past: Past = { ...NOTHING, since: async () => first }
    expect(await judged(db, numberGap, '2026-03-03', past)).toEqual([])
    await use(18)
    expect(await judged(db, numberGap, '2026-03-03', past)).toMatchObject([{ subject: 'broken', measure: 4 }])
    await use(13)
    expect(await judged(db, numberGap, '2026-03-04', past)).toMatchObject([{ subject: 'broken', measure: 3 }])
  })
})

/** The rows are all that moved between the two counts, and the count; of a print itself and what it was printed for. */
async function sameEvidence(db: Db, history: History, alert: Alert, at: string): Promise<void> {
  const { rows } = await evidenceOf({ db, day: at, calendar: makeCalendar() }, alert, {})
  const ids = rows.map(({ id }) => id).sort()
  const within = (n: number | undefined) => n !== undefined && dayAt(n) >= alert.from && dayAt(n) <= alert.to
  const c = history.cards.find(({ id }) => id === alert.subject)
  if (c) return expect(ids).toEqual([c.id, ...(c.known ? [c.of] : [])].sort())
  const own = <T extends { station: string }>(all: readonly T[]) => all.filter(x => x.station === alert.subject)
  const wanted = [
    ...own(history.cards).flatMap(card => {
      const [undone, issued] = [undoneOn(card), issuedOn(card)]
      const came = within(card.printed) && (undone === undefined || dayAt(undone) > alert.to)
      const went = dayAt(card.printed) < alert.from && within(undone)
      const given = card.known && undone === undefined && within(issued)
      return [...(came || went ? [card.id] : []), ...(given ? [card.of] : [])]
    }),
    ...own(history.blanks).flatMap(b => [
      ...(within(b.handed) ? [b.id] : []),
      ...(b.gone !== undefined && within(b.handed + b.gone) ? [b.id] : []),
    ]),
    history.closings.find(l => l.station === alert.subject && dayAt(l.day) === alert.to)!.id,
  ]
  expect(ids).toEqual(wanted.sort())
}
