import { expect, test } from 'vitest'
import { aBook, aLoan, book, kinds, loan, scope, user } from '../../../test/toy/toy-cases.ts'
import { desksOf, may, mayEver, readable, sees } from './access.ts'

test('what one may read and edit follows the role and the case', () => {
  const mine = aLoan('draft', {}, { creator: 'aux' })
  const aux = scope(user('auxiliary', 'aux'))
  expect([may(loan, 'read', mine, aux), may(loan, 'edit', mine, aux)]).toEqual([true, true])
  expect([may(loan, 'read', aLoan(), aux), may(loan, 'edit', aLoan(), aux)]).toEqual([false, false])
  const south = scope(user('clerk', 'c', 'south'))
  expect([may(book, 'read', aBook(), south), may(book, 'edit', aBook(), south)]).toEqual([true, false])
  expect(may(loan, 'read', aLoan(), scope(user('supervisor')))).toBe(true)
  expect(may(loan, 'edit', aLoan(), scope(user('supervisor')))).toBe(false)
})

test('a role that the table does not name may nothing', () => {
  expect(readable(book, 'reviewer')).toEqual({ any: [] })
  expect(readable(loan, 'administrator')).toEqual({ all: [] })
  expect(may(book, 'read', aBook(), scope(user('reviewer')))).toBe(false)
  expect([mayEver(book, 'create', 'reviewer'), mayEver(book, 'export', 'reviewer')]).toEqual([false, false])
  expect([mayEver(loan, 'create', 'auxiliary'), mayEver(loan, 'export', 'auxiliary')]).toEqual([true, false])
})

test('fields for some roles, and the desks of a post', () => {
  expect(sees(book.record.fields.remark!, 'clerk')).toBe(false)
  expect(sees(book.record.fields.remark!, 'supervisor')).toBe(true)
  const desks = (role: 'auxiliary' | 'reviewer') => desksOf(kinds.values(), user(role)).map(d => d.desk)
  expect(desks('auxiliary')).toEqual(['lending', 'books'])
  expect(desks('reviewer')).toEqual(['toReturn', 'loans', 'figures'])
})
