import { expect, test } from 'vitest'
import { killedInstalls, killedLaunches } from '../shells/update-kill.ts'
import { updateWorld } from '../shells/update-world.ts'

test('an update that is killed before any of its steps leaves the old version or the whole new one', async () => {
  const world = await updateWorld()
  try {
    const first = await killedInstalls(
      world,
      Array.from({ length: 500 }, (_, i) => i + 1),
    )
    console.log(`${first.size} steps: ${[...first.values()].join(' ')}`)
    expect(first.size).toBeGreaterThan(15)
    // Up to one moment the old one, from then on the new one.
    const order = [...first.values()]
    expect(order).toEqual([...order].sort())
    expect(new Set(order)).toEqual(new Set(['0.1.0', '0.2.0']))
  } finally {
    await world.close()
  }
})

test('a launcher that is killed before any of its steps still brings a good version up, in two further starts at most', async () => {
  const world = await updateWorld()
  try {
    const starts = await killedLaunches(
      world,
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
    console.log(`${starts.size} steps: ${[...starts.values()].join(' ')}`)
    expect(starts.size).toBeGreaterThan(8)
    expect(Math.max(...starts.values())).toBeLessThanOrEqual(2)
  } finally {
    await world.close()
  }
})
