import { expect, test } from 'vitest'
import { expectKnown } from '../faults/seal-kill.expect.ts'
import { killWhileStamping } from '../faults/seal-kill.ts'

test('killed at every exchange with the seal machine, one after the other, a window knows of every stamp', async () => {
  const deaths = await killWhileStamping()
  deaths.forEach(expectKnown)
  expect(deaths.length).toBeGreaterThan(8)
  expect(deaths.at(-1)).toMatchObject({ at: 0, fell: 1, asked: 0, recorded: { fell: 1, missed: 0 } })
})
