import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addWorkdays, CalendarError, coveredYears, isWorkday, makeCalendar, workdaysBetween } from './calendar.ts'
import { addDays, dayAt, dayNumber } from './day.ts'

const calendar = makeCalendar()
const days = fc.integer({ min: dayNumber('2005-01-01'), max: dayNumber('2025-12-31') }).map(dayAt)

describe('the published calendar', () => {
  it('knows holidays and shifted weekends', () => {
    // 国办发明电〔2024〕12号: National Day 2025 from 1 to 8 October, work on 28 September and 11 October.
    expect(['2025-10-01', '2025-10-08', '2025-09-27', '2025-10-12'].map(day => isWorkday(calendar, day))).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(['2025-09-28', '2025-10-11', '2025-10-09', '2025-09-30'].map(day => isWorkday(calendar, day))).toEqual([
      true,
      true,
      true,
      true,
    ])
  })

  it('counts working days of whole years', () => {
    // 2024 had 251 working days and 2025 has 248 by the notices of the State Council.
    expect(workdaysBetween(calendar, '2023-12-31', '2024-12-31')).toBe(251)
    expect(workdaysBetween(calendar, '2024-12-31', '2025-12-31')).toBe(248)
  })

  it('says which years it covers and refuses all others by name', () => {
    const years = coveredYears(calendar)
    expect(years[0]).toBe(2004)
    const after = years.at(-1)! + 1
    expect(() => isWorkday(calendar, `${after}-01-04`)).toThrow(CalendarError)
    expect(() => isWorkday(calendar, `${after}-01-04`)).toThrow(String(after))
    expect(() => isWorkday(calendar, '1999-10-08')).toThrow('1999')
    expect(() => addWorkdays(calendar, `${after - 1}-12-30`, 5)).toThrow(String(after))
    expect(() => addWorkdays(calendar, '2004-01-02', -5)).toThrow('2003')
    expect(() => workdaysBetween(calendar, '2003-12-31', '2004-02-01')).toThrow('2003')
    expect(addWorkdays(calendar, `${after - 1}-12-30`, 0)).toBe(`${after - 1}-12-30`)
  })

  it('finds what counting day by day finds', () => {
    const slow = (from: string, n: number) => {
      let day = from
      for (let left = Math.abs(n); left > 0; ) {
        day = addDays(day, Math.sign(n))
        if (isWorkday(calendar, day)) left--
      }
      return day
    }
    fc.assert(
      fc.property(days, fc.integer({ min: -150, max: 150 }), (day, n) => {
        expect(addWorkdays(calendar, day, n)).toBe(slow(day, n))
      }),
      { numRuns: 300 },
    )
  })

  it('has counting and adding agree over any span', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 200 }), (day, n) => {
        expect(workdaysBetween(calendar, day, addWorkdays(calendar, day, n))).toBe(n)
        const back = addWorkdays(calendar, day, -n)
        expect(workdaysBetween(calendar, addDays(back, -1), addDays(day, -1))).toBe(n)
      }),
    )
    fc.assert(
      fc.property(days, days, days, (a, b, c) => {
        expect(workdaysBetween(calendar, a, b) + workdaysBetween(calendar, b, c)).toBe(workdaysBetween(calendar, a, c))
      }),
    )
  })
})

describe('overrides', () => {
  it('win over the published days', () => {
    const own = makeCalendar({ holidays: ['2025-09-30'], workdays: ['2025-10-08'] })
    expect(isWorkday(own, '2025-09-30')).toBe(false)
    expect(isWorkday(own, '2025-10-08')).toBe(true)
    expect(workdaysBetween(own, '2025-09-29', '2025-10-09')).toBe(2)
  })

  it('cover a year by its holidays, not by a working weekend alone', () => {
    const own = makeCalendar({ holidays: ['2031-01-01'], workdays: ['2032-01-04'] })
    expect(isWorkday(own, '2031-01-01')).toBe(false)
    expect(isWorkday(own, '2031-01-02')).toBe(true)
    expect(() => isWorkday(own, '2032-01-04')).toThrow('2032')
  })

  it('must be days', () => expect(() => makeCalendar({ holidays: ['2031-02-30'], workdays: [] })).toThrow('2031-02-30'))
})
