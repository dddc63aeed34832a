import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'

test('work runs in the order of asking, and the event loop turns before each piece', async () => {
  const turn = inTurn()
  const told: string[] = []
  let loops = 0
  const look = () => {
    loops++
    if (told.length < 5) setImmediate(look)
  }
  setImmediate(look)
  const piece = (name: string) => turn(async () => void told.push(`${name} after ${loops} turns`))
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(piece))
  expect(told.map(t => t[0]).join('')).toBe('abcde')
  const turns = told.map(t => Number(t.split(' ')[2]))
  for (const [i, n] of turns.entries()) if (i) expect(n).toBeGreaterThan(turns[i - 1]!)
})

test('a piece that fails costs itself alone', async () => {
  const turn = inTurn()
  const failing = turn(async () => Promise.reject(new Error('as asked')))
  const next = turn(async () => 'done')
  await expect(failing).rejects.toThrow('as asked')
  expect(await next).toBe('done')
})
