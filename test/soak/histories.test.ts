import { afterAll, beforeAll, test } from 'vitest'
import { type Histories, openHistories } from '../faults/histories-run.ts'

const here = {} as { histories: Histories }
beforeAll(async () => {
  here.histories = await openHistories()
})
afterAll(() => here.histories?.close())

const COUNT = 10_000

test(`${COUNT} random histories with faults`, () => here.histories.run(COUNT))
