import { describe, expect, test } from 'vitest'
import { aBook, aLoan, scope, user } from '../../../test/toy/toy-cases.ts'
import type { Condition } from '../model/condition.ts'
import { evaluate, isEmpty, operands, read, resolve } from './evaluate.ts'

const clerk = user('clerk')
const c = aLoan('lent', { deposit: 20, extended: true, phone: '', proofs: [] })
const holds = (condition: Condition, given = scope(clerk)) => evaluate(condition, c, given)

describe('comparisons', () => {
  test.each<[Condition, boolean]>([
    [{ field: 'term', is: 'equal', to: 'short' }, true],
    [{ field: 'term', is: 'equal', to: 'long' }, false],
    [{ field: 'deposit', is: 'more', to: 19 }, true],
    [{ field: 'deposit', is: 'more', to: 20 }, false],
    [{ field: 'deposit', is: 'less', to: 21 }, true],
    [{ field: 'extended', is: 'equal', to: true }, true],
    [{ field: 'dueOn', is: 'more', to: { today: 0 } }, true],
    [{ field: 'dueOn', is: 'less', to: { today: 29 } }, true],
    [{ field: 'dueOn', is: 'equal', to: { today: 28 } }, true],
    [{ field: 'birth', is: 'less', to: { months: -420 } }, true],
    [{ field: 'dueOn', is: 'more', to: { field: 'lentOn' } }, true],
    [{ field: 'lentBy', is: 'equal', to: { user: 'id' } }, true],
    [{ field: '$unit', is: 'in', to: { user: 'district' } }, true],
    [{ field: '$state', is: 'in', to: ['lent', 'lost'] }, true],
    [{ field: '$creator', is: 'equal', to: 'clerk' }, true],
    [{ field: '$id', is: 'equal', to: 'c-1' }, true],
  ])('%j is %s', (condition, expected) => expect(holds(condition)).toBe(expected))

  test('with what is absent, or of another sort, none holds, and `not` is plain', () => {
    for (const field of ['account', 'phone', 'proofs', 'nothing'])
      for (const is of ['equal', 'less', 'more'] as const) {
        expect(holds({ field, is, to: 'x' })).toBe(false)
        expect(holds({ not: { field, is, to: 'x' } })).toBe(true)
        expect(holds({ field, is: 'empty' })).toBe(true)
      }
    expect(holds({ field: 'deposit', is: 'more', to: '1' })).toBe(false)
    expect(holds({ field: 'deposit', is: 'less', to: { field: 'account' } })).toBe(false)
    expect(holds({ field: 'account', is: 'in', to: ['x'] })).toBe(false)
  })
})

test('all of nothing holds, any of nothing does not', () => {
  expect(holds({ all: [] })).toBe(true)
  expect(holds({ any: [] })).toBe(false)
})

describe('what only memory knows', () => {
  const related = { copy: [aBook('out', { rare: true }), aBook('shelf', {}, { id: 'b-2' })] }
  const given = scope(clerk, { related, entitled: { longTerm: true } })

  test('some record of a lookup, never the case itself', () => {
    expect(holds({ some: 'copy' }, given)).toBe(true)
    expect(holds({ some: 'copy', where: { field: 'rare', is: 'equal', to: true } }, given)).toBe(true)
    expect(holds({ some: 'copy', where: { field: 'rare', is: 'equal', to: false } }, given)).toBe(false)
    expect(holds({ some: 'loans' }, given)).toBe(false)
    expect(holds({ some: 'copy' }, scope(clerk, { related: { copy: [aBook('shelf', {}, { id: 'c-1' })] } }))).toBe(
      false,
    )
  })

  test('an entitlement', () => {
    expect(holds({ entitled: 'longTerm' }, given)).toBe(true)
    expect(holds({ entitled: 'longTerm' })).toBe(false)
  })
})

test('values and operands by themselves', () => {
  expect(['', null, undefined, []].map(isEmpty)).toEqual([true, true, true, true])
  expect([0, false, ' ', ['x']].map(isEmpty)).toEqual([false, false, false, false])
  expect(['$state', '$unit', '$creator', '$id', 'term'].map(f => read(c, f))).toEqual([
    'lent',
    'north',
    'clerk',
    'c-1',
    'short',
  ])
  expect(resolve({ field: 'term' }, undefined, scope(clerk))).toBeUndefined()
  expect(operands({ user: 'units' }, scope(clerk))).toEqual(['north'])
})
