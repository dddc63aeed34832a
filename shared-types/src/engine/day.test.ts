import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  clockOf,
  dayAt,
  dayNumber,
  dayOf,
  daysBetween,
  isDay,
  isInstant,
  monthLength,
  monthsBetween,
  weekdayOf,
} from './day.ts'

const FIRST = -719162
const LAST = 2932896
const days = fc.integer({ min: FIRST, max: LAST }).map(dayAt)
const someDays = fc.integer({ min: -36524, max: 73049 }).map(dayAt)

describe('isDay', () => {
  it('takes real days in one form only', () => {
    for (const day of ['2026-11-22', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])
      expect(isDay(day)).toBe(true)
    const wrong = [
      '2023-02-29',
      '1900-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-04-31',
      '2026-1-5',
      '0000-01-01',
      '2026-11-22\n',
      ' 2026-11-22',
      20261122,
      null,
      undefined,
      ['2026-11-22'],
    ]
    for (const day of wrong) expect(isDay(day)).toBe(false)
  })
})

describe('day numbers', () => {
  it('agree with the calendar of the platform for every kind of day', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), number => {
        const day = new Date(number * 86_400_000).toISOString().slice(0, 10)
        expect(dayAt(number)).toBe(day)
        expect(dayNumber(day)).toBe(number)
        expect(weekdayOf(day)).toBe(new Date(number * 86_400_000).getUTCDay())
      }),
      { numRuns: 2000 },
    )
  })

  it('end where the form ends', () => {
    expect([dayAt(FIRST), dayAt(LAST)]).toEqual(['0001-01-01', '9999-12-31'])
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError)
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError)
    expect(() => addDays('2026-02-30', 1)).toThrow('not a day: 2026-02-30')
    expect(() => addDays('2026-02-03', 0.5)).toThrow(RangeError)
    expect(() => addMonths('2026-02-03', Number.NaN)).toThrow(RangeError)
  })
})

describe('arithmetic', () => {
  it('goes back where it came from', () => {
    fc.assert(
      fc.property(someDays, fc.integer({ min: -20000, max: 20000 }), (day, n) => {
        expect(addDays(addDays(day, n), -n)).toBe(day)
        expect(daysBetween(day, addDays(day, n))).toBe(n)
      }),
    )
  })

  it('clamps to the end of shorter months', () => {
    expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
    expect(addMonths('2026-12-31', 2)).toBe('2027-02-28')
    expect(addMonths('2026-01-15', -13)).toBe('2024-12-15')
    expect(addYears('2024-02-29', 1)).toBe('2025-02-28')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
  })

  it('counts whole months as the greatest number that fits', () => {
    expect(monthsBetween('2026-01-31', '2026-02-28')).toBe(1)
    expect(monthsBetween('2026-01-31', '2026-02-27')).toBe(0)
    expect(monthsBetween('2026-05-22', '2026-11-22')).toBe(6)
    expect(monthsBetween('2026-05-23', '2026-11-22')).toBe(5)
    expect(monthsBetween('2026-11-22', '2026-05-23')).toBe(-5)
    fc.assert(
      fc.property(someDays, fc.nat(40000), (from, n) => {
        const to = addDays(from, n)
        const months = monthsBetween(from, to)
        expect(addMonths(from, months) <= to).toBe(true)
        expect(addMonths(from, months + 1) > to).toBe(true)
      }),
    )
  })

  it('knows the lengths of months', () => {
    expect([1900, 2000, 2023, 2024].map(year => monthLength(year, 2))).toEqual([28, 29, 28, 29])
    fc.assert(
      fc.property(days, day => {
        expect(Number(day.slice(8))).toBeLessThanOrEqual(monthLength(Number(day.slice(0, 4)), Number(day.slice(5, 7))))
      }),
    )
  })
})

describe('instants', () => {
  it('fall on the day of the zone', () => {
    expect(dayOf('2026-11-22T15:59:59.999Z', 'Asia/Shanghai')).toBe('2026-11-22')
    expect(dayOf('2026-11-22T16:00:00.000Z', 'Asia/Shanghai')).toBe('2026-11-23')
    expect(dayOf('2026-11-22T16:00:00.000Z', 'UTC')).toBe('2026-11-22')
    expect(dayOf('2026-11-22T17:30:00.000Z', 'Asia/Urumqi')).toBe('2026-11-22')
    expect(dayOf('2026-12-31T20:00:00+08:00', 'Asia/Shanghai')).toBe('2026-12-31')
    expect(clockOf('2026-11-22T16:00:00Z', 'Asia/Shanghai')).toBe('00:00')
    expect(clockOf('2026-11-22T01:05:59Z', 'Asia/Shanghai')).toBe('09:05')
    expect(() => dayOf('yesterday', 'Asia/Shanghai')).toThrow(RangeError)
    expect(() => dayOf('2026-11-22T16:00:00Z', 'Asia/Nowhere')).toThrow(RangeError)
  })

  it('follow summer time, which China kept from 1986 to 1991', () => {
    expect(dayOf('1988-07-01T15:30:00Z', 'Asia/Shanghai')).toBe('1988-07-02')
    expect(dayOf('1988-12-01T15:30:00Z', 'Asia/Shanghai')).toBe('1988-12-01')
  })

  it('are UTC in events', () => {
    expect(isInstant('2026-11-22T03:04:05.678Z')).toBe(true)
    for (const wrong of [
      '2026-11-22T03:04:05+08:00',
      '2026-11-22',
      '2026-02-30T00:00:00Z',
      '2026-11-22T24:00:00Z',
      '2026-11-22T10:61:00Z',
      5,
    ])
      expect(isInstant(wrong)).toBe(false)
  })
})
