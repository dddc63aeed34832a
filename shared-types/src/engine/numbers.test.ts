import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Series } from '../model/domain.ts'
import type { Lease } from '../protocol.ts'
import { formatNumber, gapAccount, inLease, type NumberUse, nextNumber, parseNumber } from './numbers.ts'

const permit: Series = { format: '{unit}{yy}{number}', digits: 6, block: 100 }
const receipt: Series = { format: 'SL{year}-{unit}-{number}', digits: 5, block: 50 }
const lease = (from: number, to: number, more: Partial<Lease> = {}): Lease => ({
  id: `l${from}`,
  series: 's',
  station: 'a',
  unit: 'u',
  year: 2026,
  from,
  to,
  ...more,
})

describe('numbers of a series', () => {
  it('are written and read', () => {
    expect(formatNumber(permit, { unit: '4401060102', year: 2026, number: 37 })).toBe('440106010226000037')
    expect(formatNumber(receipt, { unit: 'TH01', year: 2026, number: 12345 })).toBe('SL2026-TH01-12345')
    expect(parseNumber(receipt, 'SL2026-TH01-12345')).toEqual({ unit: 'TH01', year: 2026, number: 12345 })
    expect(parseNumber({ format: 'K{number}', digits: 3, block: 1 }, 'K007')).toEqual({ unit: '', year: 0, number: 7 })
  })

  it('are refused when they are none', () => {
    for (const text of [
      '',
      'SL2026-TH01-1234',
      'SL2026-TH01-12345 ',
      'XL2026-TH01-12345',
      'SL2026--12345',
      'SL202A-TH01-12345',
      'SL2026-TH01-1e345',
      'SL2026-天河-12345',
      'SL0026-TH01-12345',
    ])
      expect(parseNumber(receipt, text), text).toBeUndefined()
  })

  it('never leave paper wrong', () => {
    expect(() => formatNumber(permit, { unit: '01', year: 2026, number: 1_000_000 })).toThrow('6 digits')
    expect(() => formatNumber(permit, { unit: '01', year: 26, number: 1 })).toThrow('year')
    expect(() => formatNumber(permit, { unit: '0 1', year: 2026, number: 1 })).toThrow('station code')
    for (const number of [-1, 1.5, Number.NaN])
      expect(() => formatNumber(permit, { unit: '01', year: 2026, number })).toThrow('not a number')
  })

  it('come back the same', () => {
    const anything = fc.record({
      unit: fc.stringMatching(/^[0-9A-Z-]{1,12}$/),
      year: fc.integer({ min: 2000, max: 2099 }),
      number: fc.integer({ min: 0, max: 99999 }),
    })
    fc.assert(
      fc.property(fc.constantFrom(permit, receipt), anything, (series, value) => {
        expect(parseNumber(series, formatNumber(series, value))).toEqual(value)
      }),
    )
    fc.assert(
      fc.property(fc.constantFrom(permit, receipt), fc.string(), (series, text) => {
        const read = parseNumber(series, text)
        if (read) expect(formatNumber(series, read)).toBe(text)
      }),
    )
  })
})

describe('leases', () => {
  it('hold their block up to what was given back', () => {
    expect([0, 1, 100, 101].map(n => inLease(lease(1, 100), n))).toEqual([false, true, true, false])
    expect([40, 41].map(n => inLease(lease(1, 100, { returnedAfter: 40 }), n))).toEqual([true, false])
    expect(inLease(lease(1, 100, { returnedAfter: 0 }), 1)).toBe(false)
  })

  it('give the next number, oldest block first, and never one from below', () => {
    const leases = [lease(201, 300), lease(1, 100)]
    expect(nextNumber(leases, [])?.number).toBe(1)
    expect(nextNumber(leases, [1, 2, 7])?.number).toBe(8)
    expect(nextNumber(leases, [100])).toMatchObject({ number: 201, lease: { from: 201 } })
    expect(nextNumber(leases, new Set([100, 300]))).toBeUndefined()
    expect(nextNumber([lease(1, 100, { returnedAfter: 40 })], [40])).toBeUndefined()
    expect(nextNumber([], [])).toBeUndefined()
  })
})

describe('the gap account', () => {
  it('has a word for every number', () => {
    const leases = [
      lease(1, 10, { returnedAfter: 4 }),
      lease(11, 20, { station: 'b' }),
      lease(5, 8, { station: 'c' }),
      lease(31, 32),
    ]
    const uses: NumberUse[] = [
      { number: 1, station: 'a', fate: 'used', caseId: 'x' },
      { number: 2, station: 'a', fate: 'void' },
      { number: 4, station: 'a', fate: 'used', caseId: 'y' },
      { number: 5, station: 'c', fate: 'used', caseId: 'z' },
      { number: 12, station: 'b', fate: 'refused' },
    ]
    expect(gapAccount(leases, uses)).toEqual([
      { from: 1, to: 1, fate: 'used', station: 'a', caseId: 'x' },
      { from: 2, to: 2, fate: 'void', station: 'a' },
      { from: 3, to: 3, fate: 'missing', station: 'a' },
      { from: 4, to: 4, fate: 'used', station: 'a', caseId: 'y' },
      { from: 5, to: 5, fate: 'used', station: 'c', caseId: 'z' },
      { from: 6, to: 8, fate: 'held', station: 'c' },
      { from: 9, to: 10, fate: 'returned', station: 'a' },
      { from: 11, to: 11, fate: 'missing', station: 'b' },
      { from: 12, to: 12, fate: 'refused', station: 'b' },
      { from: 13, to: 20, fate: 'held', station: 'b' },
      { from: 21, to: 30, fate: 'missing', station: '' },
      { from: 31, to: 32, fate: 'held', station: 'a' },
    ])
    expect(gapAccount([], [])).toEqual([])
  })

  it('covers 1 to the last without a hole or an overlap', () => {
    const anyLease = fc
      .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(15), fc.option(fc.nat(15), { nil: undefined }))
      .map(([from, size, back]) =>
        lease(from, from + size, back === undefined ? {} : { returnedAfter: from + Math.min(back, size) - 1 }),
      )
    const anyUse = fc.record({
      number: fc.integer({ min: 1, max: 90 }),
      station: fc.constantFrom('a', 'b'),
      fate: fc.constantFrom('used' as const, 'void' as const, 'refused' as const),
    })
    fc.assert(
      fc.property(
        fc.array(anyLease, { maxLength: 5 }),
        fc.uniqueArray(anyUse, { selector: use => use.number }),
        (leases, uses) => {
          const rows = gapAccount(leases, uses)
          let next = 1
          for (const row of rows) {
            expect(row.from).toBe(next)
            next = row.to + 1
          }
          expect(next - 1).toBe(Math.max(0, ...leases.map(l => l.to), ...uses.map(u => u.number)))
          for (const use of uses)
            expect(rows.find(r => r.from <= use.number && use.number <= r.to)).toMatchObject({
              fate: use.fate,
              station: use.station,
            })
        },
      ),
    )
  })
})
