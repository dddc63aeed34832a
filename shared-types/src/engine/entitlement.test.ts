import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aLoan, loan, scope, user } from '../../../test/toy/toy-cases.ts'
import { addDays, addMonths, daysBetween } from './day.ts'
import { entitlements, standing } from './entitlement.ts'

/** The toy's long-term loan: half a year of borrowing, several loans adding up. */
type Span = readonly [since: string, until?: string]
const at = (today: string, spans: readonly Span[], parameters = {}) =>
  scope(user('clerk'), {
    today,
    parameters,
    related: {
      loans: spans.map(([lentOn, returnedOn], i) =>
        aLoan('lent', { lentOn, returnedOn: returnedOn ?? null }, { id: `l-${i}` }),
      ),
    },
  })
const stand = (today: string, spans: readonly Span[], parameters = {}) =>
  standing(loan, 'longTerm', at(today, spans, parameters))
const alone = { 'library-loans.readerSpells': false }

describe('one spell', () => {
  test('qualifies on the day after so many months, not before', () => {
    const spans: Span[] = [['2026-01-15']]
    expect(stand('2026-07-14', spans)).toMatchObject({ now: false, on: '2026-07-15', months: 6 })
    expect(stand('2026-07-15', spans)).toMatchObject({ now: true, on: '2026-07-15' })
    expect(stand('2027-01-01', spans)).toMatchObject({ now: true, on: '2026-07-15' })
  })

  test('from the end of a long month the last day of a short one counts', () => {
    expect(stand('2026-02-27', [['2025-08-31']])).toMatchObject({ now: false, on: '2026-02-28' })
    expect(stand('2024-02-28', [['2023-08-31']])).toMatchObject({ now: false, on: '2024-02-29' })
  })

  test('that has ended counts for nothing, however long it was', () => {
    const ended = stand('2026-07-15', [['2020-01-01', '2026-07-14']])
    expect(ended).toMatchObject({ now: false, days: daysBetween('2020-01-01', '2026-07-14') + 1 })
    expect(ended.on).toBeUndefined()
  })

  test('that will end before the day gives no day; one that lasts just to it does', () => {
    expect(stand('2026-03-01', [['2026-01-15', '2026-07-14']])).not.toHaveProperty('on')
    expect(stand('2026-03-01', [['2026-01-15', '2026-07-15']])).toMatchObject({ now: false, on: '2026-07-15' })
  })

  test('that has not begun, or ends before it begins, is none', () => {
    expect(stand('2026-03-01', [['2026-03-02']])).toMatchObject({ now: false, days: 0, spells: [] })
    expect(stand('2026-03-01', [['2026-02-01', '2026-01-01']])).toMatchObject({ now: false, days: 0, spells: [] })
    expect(stand('2026-03-01', [])).toMatchObject({ now: false, days: 0 })
  })
})

describe('several spells', () => {
  test('add up when the rule says so, overlaps counted once', () => {
    const spans: Span[] = [['2025-01-01', '2025-03-31'], ['2025-03-01', '2025-04-30'], ['2026-01-01']]
    const need = daysBetween('2025-01-01', '2025-07-01')
    const before = daysBetween('2025-01-01', '2025-05-01')
    const on = addDays('2026-01-01', need - before)
    expect(stand(addDays(on, -1), spans)).toMatchObject({ now: false, on })
    expect(stand(on, spans)).toMatchObject({ now: true, on, days: need + 1 })
    expect(stand(on, spans, alone)).toMatchObject({ now: false, on: '2026-07-01' })
  })

  test('that touch are one', () => {
    const spans: Span[] = [['2026-01-15', '2026-03-31'], ['2026-04-01']]
    expect(stand('2026-07-15', spans, alone)).toMatchObject({ now: true, on: '2026-07-15' })
    expect(stand('2026-07-15', [spans[0]!, ['2026-04-02']], alone)).toMatchObject({ now: false })
  })

  test('an old short stay does not put the day off, though its months were longer ones', () => {
    const running: Span = ['2026-02-01']
    const { on } = stand('2026-05-01', [running])
    expect(on).toBe('2026-08-01')
    expect(stand('2026-05-01', [['2025-07-01', '2025-07-01'], running]).on! <= on!).toBe(true)
  })

  test('the parameters of the deployment count', () => {
    expect(stand('2026-03-01', [['2026-02-01']], { 'library-loans.readerMonths': 1 })).toMatchObject({ now: true })
    expect(stand('2026-03-01', [['2026-03-01']], { 'library-loans.readerMonths': 0 })).toMatchObject({ now: true })
  })
})

test('conditions ask by name, and nobody asks for what is not declared', () => {
  expect(entitlements(loan, at('2026-08-01', [['2026-01-01']]))).toEqual({ longTerm: true })
  expect(() => standing(loan, 'nothing', at('2026-08-01', []))).toThrow('nothing')
})

describe('whatever the spells', () => {
  const day = fc.integer({ min: 0, max: 900 }).map(n => addDays('2024-01-01', n))
  const span = fc
    .tuple(day, fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }))
    .map(([since, days]): Span => (days === undefined ? [since] : [since, addDays(since, days)]))
  const spans = fc.array(span, { maxLength: 5 })
  const several = fc.boolean().map(on => ({ 'library-loans.readerSpells': on }))

  test('one more never makes anybody qualify later', () => {
    fc.assert(
      fc.property(spans, span, day, several, (some, more, today, rule) => {
        const [before, after] = [stand(today, some, rule), stand(today, [...some, more], rule)]
        if (before.now) expect(after.now).toBe(true)
        if (before.on) expect(after.on! <= before.on).toBe(true)
        expect(after.days).toBeGreaterThanOrEqual(before.days)
      }),
      { numRuns: 3000 },
    )
  })

  test('their order does not matter', () => {
    fc.assert(
      fc.property(spans, day, several, (some, today, rule) => {
        const { spells: _, ...there } = stand(today, [...some].reverse(), rule)
        expect(stand(today, some, rule)).toMatchObject(there)
      }),
    )
  })

  test('the day that is named is the first on which one qualifies, if nothing changes', () => {
    fc.assert(
      fc.property(spans, day, several, (some, today, rule) => {
        const { now, on } = stand(today, some, rule)
        if (now || !on) return
        expect(stand(on, some, rule).now).toBe(true)
        const begun = some.filter(([since]) => since <= today)
        expect(stand(addDays(on, -1), begun, rule).now).toBe(false)
      }),
    )
  })

  test('as many days as there are, counted one by one', () => {
    fc.assert(
      fc.property(spans, day, (some, today) => {
        const counted = new Set<string>()
        for (const [since, until] of some)
          for (let d = since; d <= today && d <= (until ?? today); d = addDays(d, 1)) counted.add(d)
        expect(stand(today, some).days).toBe(counted.size)
      }),
    )
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  })
})
