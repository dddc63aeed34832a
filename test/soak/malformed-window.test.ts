import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedOf } from '../faults/malformed.ts'
import { CALL_NAMES, closed, type Shelled, shelled, triedCall } from '../faults/malformed-window.ts'
import { heldBytes } from './held-bytes.ts'

/** Frames of each call, or as many as go into the time (ms): a print or a backup takes its own. */
const LONG = { count: Number(process.env.CHUANGTAI_MALFORMED ?? 10_000), time: 30_000 }
/** Bytes of heap in the end beyond those after the first round: what the good ones among them have made. */
const GROWN = 60 * 2 ** 20

describe('malformed frames to a window by the thousand', () => {
  let at: Shelled
  const sum = { asked: 0, before: 0 }
  beforeAll(async () => {
    at = await shelled()
    for (const name of CALL_NAMES) await triedCall(at, name, 1, { count: 25, time: 2000 })
    sum.before = await heldBytes()
  }, 600_000)
  afterAll(() => closed(at))

  test.each(CALL_NAMES)('%s', async name => {
    const { wrong, heard, asked } = await triedCall(at, name, seedOf(name) + 1000, LONG)
    sum.asked += asked
    console.log(`${name}: ${asked}, ${JSON.stringify(heard)}`)
    expect(wrong).toEqual([])
  })

  test('memory is flat', async () => {
    const after = await heldBytes()
    const [from, to] = [sum.before, after].map(bytes => Math.round(bytes / 2 ** 20))
    console.log(`${sum.asked} malformed frames of ${CALL_NAMES.length} calls, heap ${from} MB, then ${to} MB`)
    expect(after - sum.before).toBeLessThan(GROWN)
  })
})
