import { expect, test } from 'vitest'
import { aLoan, event, loan, TODAY, user } from '../../../test/toy/toy-cases.ts'
import { isOpen, sourceValue } from './sources.ts'

const from = (data: Parameters<typeof aLoan>[1]) => ({
  after: aLoan('lent', data),
  event: event(loan.type, 'lend', user('clerk')),
  today: TODAY,
})

test('a number and so many more or less; of what is no number there is nothing', () => {
  const count = { plus: -1, to: { field: 'count' } } as const
  expect(sourceValue(count, from({ count: 3 }))).toBe(2)
  expect(sourceValue({ plus: 2, to: count }, from({ count: 3 }))).toBe(4)
  expect(sourceValue(count, from({}))).toBeUndefined()
  expect(sourceValue(count, from({ count: '3' }))).toBeUndefined()
  expect(isOpen(count)).toBe(true)
  expect(isOpen({ plus: 1, to: { number: 'slip' } })).toBe(false)
})

test('a list is passed on as its one entry, and not at all when it has none or several', () => {
  const paper = { field: 'papers' } as const
  expect(sourceValue(paper, from({ papers: ['a'] }))).toBe('a')
  expect(sourceValue(paper, from({ papers: [] }))).toBeUndefined()
  expect(sourceValue(paper, from({ papers: ['a', 'b'] }))).toBeUndefined()
})
