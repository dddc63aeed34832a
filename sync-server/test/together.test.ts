import { expect, test } from 'vitest'
import { together } from '../src/together.ts'

/** Transactions that tell which lines they left behind. */
function recorder() {
  const kept: string[][] = []
  const transaction = async <T>(work: (turn: string[]) => Promise<T>): Promise<T> => {
    const turn: string[] = []
    const done = await work(turn)
    await new Promise(resolve => setTimeout(resolve, 2))
    kept.push(turn)
    return done
  }
  return { kept, share: together(transaction) }
}

const write = (line: string) => async (turn: string[]) => {
  turn.push(line)
  return line.toUpperCase()
}

test('what waits shares a transaction, in its order, and each gets its own answer', async () => {
  const { kept, share } = recorder()
  expect(await Promise.all(['a', 'b', 'c'].map(line => share(1, write(line))))).toEqual(['A', 'B', 'C'])
  expect(kept).toEqual([['a', 'b', 'c']])
  expect(await Promise.all(['d', 'e', 'f'].map(line => share(150, write(line))))).toEqual(['D', 'E', 'F'])
  expect(kept.slice(1)).toEqual([['d'], ['e'], ['f']])
  expect(await share(10_000, write('g'))).toBe('G')
})

test('one that throws takes nobody with it', async () => {
  const { kept, share } = recorder()
  const all = [
    share(1, write('a')),
    share(1, async turn => {
      turn.push('broken')
      throw new Error('b')
    }),
    share(1, write('c')),
  ]
  expect(await Promise.allSettled(all)).toEqual([
    { status: 'fulfilled', value: 'A' },
    { status: 'rejected', reason: new Error('b') },
    { status: 'fulfilled', value: 'C' },
  ])
  expect(kept).toEqual([['a'], ['c']])
})

test('a database that is gone is so for all of them, asked once', async () => {
  const asked = { times: 0 }
  const share = together<void>(async () => {
    asked.times++
    throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })
  })
  const all = await Promise.allSettled([1, 2, 3].map(() => share(1, async () => {})))
  expect(all.map(one => one.status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(asked.times).toBe(1)
})
