import { expect, test } from 'vitest'
import { expectKnown } from './seal-kill.expect.ts'
import { killWhileStamping } from './seal-kill.ts'

// The machine is asked for a register at a time: the ninth follows the event, with the sixteenth the stamp falls. Every
// other one is among the long tests.
test('a window that is killed while it stamps knows afterwards of every stamp that fell, and of it once', async () => {
  const deaths = await killWhileStamping([9, 16])
  expect(deaths.map(({ at }) => at)).toEqual([9, 16])
  deaths.forEach(expectKnown)
  // The machine's program may still let it fall after the window is dead; then the event was there before.
  expect(deaths.map(({ asked }) => asked)).toEqual([1, 1])
  expect(deaths.at(-1)!.fell).toBe(1)
}, 240_000)
