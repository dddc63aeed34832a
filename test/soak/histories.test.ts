import { afterAll, beforeAll, test } from 'vitest'
import { type Histories, openHistories } from '../faults/histories-run.ts'

const here = {} as { histories: Histories }
beforeAll(async () => {
  here.histories = await openHistories()
})
afterAll(() => here.histories?.close())

const COUNT = 10_000
const SECRETS = 2_000
const HOUR = 3_600_000

test(`${COUNT} random histories with faults`, () => here.histories.run(COUNT), 4 * HOUR)

test(`${SECRETS} about a field that not every window may see`, () => here.histories.secrets(SECRETS), HOUR)
