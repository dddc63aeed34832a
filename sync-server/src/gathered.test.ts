import { expect, test } from 'vitest'
import { gathered } from './gathered.ts'

/** Looks up in a map that the test changes, and tells of each reading. */
function counted(stored: Map<number, string>) {
  const readings: number[][] = []
  const gate = { open: Promise.resolve() }
  const look = gathered(async (keys: readonly number[]) => {
    readings.push([...keys])
    const found = new Map(keys.flatMap(key => (stored.has(key) ? [[key, stored.get(key)!] as const] : [])))
    await gate.open
    if (keys.includes(13)) throw new Error('as asked')
    return found
  })
  return { look, readings, gate }
}

test('all who ask before a reading begins share it; more than a statement takes are read in turn', async () => {
  const { look, readings } = counted(new Map([[1, 'one']]))
  expect(await Promise.all([look(1), look(2), look(1)])).toEqual(['one', undefined, 'one'])
  expect(readings).toEqual([[1, 2]])
  await Promise.all(Array.from({ length: 1200 }, (_, i) => look(i + 100)))
  expect(readings.slice(1).map(keys => keys.length)).toEqual([500, 500, 200])
})

test('whoever asks while a reading runs is answered by one that began later', async () => {
  const stored = new Map([[1, 'before']])
  const { look, readings, gate } = counted(stored)
  const { promise, resolve } = Promise.withResolvers<void>()
  gate.open = promise
  const first = look(1)
  await expect.poll(() => readings.length).toBe(1)
  stored.set(1, 'after')
  const second = look(1)
  resolve()
  expect([await first, await second, readings.length]).toEqual(['before', 'after', 2])
})

test('a reading that fails is heard by all who share it, and by nobody else', async () => {
  const { look } = counted(new Map([[1, 'one']]))
  const failed = await Promise.allSettled([look(1), look(13)])
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await look(1)).toBe('one')
})
