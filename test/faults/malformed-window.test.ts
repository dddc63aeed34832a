import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOf } from './malformed.ts'
import { CALL_NAMES, closed, type Shelled, shelled, triedCall } from './malformed-window.ts'

/** Many more of each call: test/soak/malformed-window.test.ts. */
const SHORT = { count: 8, time: 80 }

describe('malformed frames to a window', () => {
  let at: Shelled
  beforeAll(async () => {
    at = await shelled()
  })
  afterAll(() => closed(at))

  test.each(CALL_NAMES)('%s', async name => {
    expect((await triedCall(at, name, seedOf(name), SHORT)).wrong).toEqual([])
  })
})
