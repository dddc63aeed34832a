import { expect, test } from 'vitest'
import { toldWhileLocked } from './locked-calls.ts'

test('a locked window hears that a card has left, and of no card that is laid down', () => {
  expect(toldWhileLocked({ topic: 'card', state: 'removed' })).toBe(true)
  expect(toldWhileLocked({ topic: 'card', state: 'placed' })).toBe(false)
  expect(toldWhileLocked({ topic: 'card', state: 'fault', fault: 'unreadable' })).toBe(false)
  expect(toldWhileLocked({ topic: 'session' })).toBe(true)
  expect(toldWhileLocked({ topic: 'cases', types: ['a'], ids: ['b'] })).toBe(false)
})
