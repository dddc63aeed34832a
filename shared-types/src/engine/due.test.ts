import { expect, test } from 'vitest'
import { aLoan, loan, scope, TODAY, user } from '../../../test/toy/toy-cases.ts'
import { addDays } from './day.ts'
import { dueOf } from './due.ts'

const on = (today: string, data = {}, state = 'lent', parameters = {}) =>
  dueOf(loan, aLoan(state, data), scope(user('clerk'), { today, parameters }))

test('flags follow the calendar', () => {
  expect(on('2026-07-09').flags).toEqual([])
  expect(on('2026-07-10').flags).toEqual(['dueSoon'])
  expect(on('2026-07-13').flags).toEqual(['dueSoon'])
  expect(on('2026-07-14').flags).toEqual(['overdue'])
  expect(on('2026-07-14', {}, 'returned').flags).toEqual([])
})

test('a limit is ok, then due, then late, each from its day on', () => {
  const [due, last] = [addDays(TODAY, 28), addDays(TODAY, 60)]
  for (const [today, level] of [
    [TODAY, 'ok'],
    [addDays(due, -1), 'ok'],
    [due, 'due'],
    [last, 'due'],
    [addDays(last, 1), 'late'],
  ] as const)
    expect(on(today).limits).toEqual([{ name: 'give', due, last, level }])
})

test('a limit runs in its states, from its field, by the parameters of the deployment', () => {
  expect(on(TODAY, {}, 'returned').limits).toEqual([])
  expect(on(TODAY, { lentOn: null }).limits).toEqual([])
  const own = { 'library-loans.dueDays': 7, 'library-loans.lastDays': 9 }
  expect(on(addDays(TODAY, 10), {}, 'lent', own).limits).toMatchObject([{ due: addDays(TODAY, 7), level: 'late' }])
})
