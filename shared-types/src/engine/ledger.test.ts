import { expect, test } from 'vitest'
import { libraryLoans } from '../../../test/fixtures/library-loans/index.ts'
import { ledger } from './ledger.ts'

const { stock } = libraryLoans.balances

test('each equation with its sums, and whether it comes out', () => {
  const counts = { books: 10, onShelf: 7, out: 3, loans: 2 }
  expect(ledger(stock!, counts)).toEqual([
    { name: 'stock', left: 10, right: 10, even: true },
    { name: 'lent', left: 3, right: 2, even: false },
  ])
})

test('a count that nobody made is a fault of the program', () => {
  expect(() => ledger(stock!, { books: 1, onShelf: 1, out: 0 })).toThrow('loans')
})
