import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAt, dayNumber } from './day.ts'
import { dayOfDate, daySerial, readDay } from './read-day.ts'

describe('days that people write', () => {
  it.each([
    '2026-01-05',
    '2026-1-5',
    '2026/1/5',
    '2026/01/05',
    '2026.1.5',
    '2026.01.05',
    '2026年1月5日',
    '2026年01月05',
    '2026 年 1 月 5 日',
    '20260105',
    '２０２６／１／５',
    ' 2026-01-05 ',
    '2026-01-05 00:00:00',
    '2026/1/5 8:30',
    '2026-01-05T08:30:00.000Z',
  ])('%s', text => {
    expect(readDay(text)).toBe('2026-01-05')
  })

  it('refuses what is no day, or could be two', () => {
    for (const text of [
      '',
      '2026-02-29',
      '2026-13-1',
      '1/5/2026',
      '26-1-5',
      '2026-1/5',
      '2026年1月',
      '2026',
      '46000',
      '202615',
      '2026-01-05x',
    ])
      expect(readDay(text), text).toBeUndefined()
  })
})

describe('days that spreadsheets keep', () => {
  it('reads serials of the 1900 system', () => {
    // ECMA-376 part 1, 18.17.4.1: 1 is 1 January 1900, 2958465 is 31 December 9999; 60 is a day that never was.
    expect([1, 59, 60, 61, 25569, 2958465].map(daySerial)).toEqual([
      '1900-01-01',
      '1900-02-28',
      undefined,
      '1900-03-01',
      '1970-01-01',
      '9999-12-31',
    ])
    expect([0, -3, 2958466, Number.NaN, Number.POSITIVE_INFINITY].map(daySerial)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(daySerial(46027.99)).toBe('2026-01-05')
    expect([daySerial(20260105), daySerial(20261305)]).toEqual(['2026-01-05', undefined])
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2958465 }), serial => {
        expect(dayNumber(daySerial(serial)!) - dayNumber(dayAt(0))).toBe(serial - 25569)
      }),
    )
  })

  it('reads Dates by UTC', () => {
    expect(dayOfDate(new Date('2026-01-05T00:00:00Z'))).toBe('2026-01-05')
    expect([dayOfDate(new Date(Number.NaN)), dayOfDate(new Date('+010000-01-01T00:00:00Z'))]).toEqual([
      undefined,
      undefined,
    ])
  })
})
