import { afterAll, beforeAll, expect, test } from 'vitest'
import { FOUND } from './histories.found.ts'
import { type Histories, openHistories } from './histories-run.ts'
import type { Planted } from './simulated-centre.ts'

const here = {} as { histories: Histories }
beforeAll(async () => {
  here.histories = await openHistories()
})
afterAll(() => here.histories?.close())

/** The same histories each time; the long test takes new ones. */
const SEED = 20261122

test(
  'random histories with faults: nothing lost, nothing double, nothing out of scope, everybody ends equal',
  () => here.histories.run(100, SEED),
  120_000,
)

test(
  'a field that one of two windows may not see never reaches it, and nobody empties it unseen',
  () => here.histories.secrets(25, SEED),
  120_000,
)

test.each(Object.entries(FOUND))('once it went wrong: %s', async (_, history) => {
  await here.histories.replay(history)
})

/** Within how many histories each is to be found. On six seeds it took 1, 1 to 4, and 2 to 55. */
const PLANTED: Readonly<Record<Planted, number>> = { 'no-key': 10, cursor: 20, 'early-answer': 120 }

test.each(Object.entries(PLANTED))(
  'a fault that was planted is found: %s',
  async (planted, within) => {
    expect(await here.histories.notice(planted as Planted, within, 1)).toBeLessThanOrEqual(within)
  },
  120_000,
)
