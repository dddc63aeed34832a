import { expect, test } from 'vitest'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import type { Case } from '../model/case.ts'
import { kindOf, kindsOf } from './kinds.ts'
import { endOf, hasRunOut } from './retention.ts'

const loan = kindOf(kindsOf([libraryLoans]), 'library-loans.loan')
const at = (state: string, returnedOn?: string, updatedAt = '2020-05-01T23:30:00.000Z') =>
  ({ id: 'c', type: loan.type, state, updatedAt, data: { returnedOn } }) as unknown as Case
const today = (day: string, years = 5) => ({ today: day, parameters: { 'library-loans.keepYears': years } })

test('a case ends on the day that its state names, an instant by its day in UTC', () => {
  expect(endOf(loan, at('returned', '2020-02-29'))).toBe('2020-02-29')
  expect(endOf(loan, at('lost', '2020-02-29'))).toBe('2020-05-01')
})

test('a case that is still at work, or does not say when it ended, is kept', () => {
  for (const c of [at('lent', '1999-01-01'), at('returned')]) {
    expect(endOf(loan, c)).toBeUndefined()
    expect(hasRunOut(loan, c, today('2090-01-01'))).toBe(false)
  }
})

test('its time runs out on the day after whole years', () => {
  const c = at('returned', '2020-03-01')
  expect(hasRunOut(loan, c, today('2025-03-01'))).toBe(false)
  expect(hasRunOut(loan, c, today('2025-03-02'))).toBe(true)
  expect(hasRunOut(loan, c, today('2025-03-02', 6))).toBe(false)
  const leap = at('returned', '2020-02-29')
  expect(hasRunOut(loan, leap, today('2025-02-28'))).toBe(false)
  expect(hasRunOut(loan, leap, today('2025-03-01'))).toBe(true)
})

test('where a deployment sets nothing the default of the domain holds', () => {
  expect(hasRunOut(loan, at('lost'), { today: '2025-05-02', parameters: {} })).toBe(true)
})
