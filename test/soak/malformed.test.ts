import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DATABASES } from '../databases.ts'
import { ENDPOINTS, fields, seedOf, tried } from '../faults/malformed-server.ts'

/** Requests to each endpoint. */
const EACH = Number(process.env.CHUANGTAI_MALFORMED ?? 10_000)
/** Requests to each endpoint before memory is measured first: programs are compiled and caches filled once. */
const WARM = Math.min(100, EACH)
/** Bytes of heap that may be held in the end beyond what was held then: the units, people and stations that were made. */
const GROWN = 40 * 2 ** 20

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that are reachable, when all that has just ended has been let go. */
async function held(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collect()
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return process.memoryUsage().heapUsed
}

describe.each(DATABASES)('malformed requests by the thousand, on %s', name => {
  const open = fields(name)
  const here = {} as { field: Awaited<ReturnType<typeof open>>; before: number; asked: number }
  beforeAll(async () => {
    here.field = await open()
    here.asked = 0
    for (const row of ENDPOINTS) await tried(here.field, row, 1, WARM)
    here.before = await held()
  }, 600_000)
  afterAll(() => console.log(`${name}: ${here.asked} malformed requests to ${ENDPOINTS.length} endpoints`))

  test.each(ENDPOINTS)('%s', async row => {
    const before = await held()
    const { wrong, statuses, asked } = await tried(here.field, row, seedOf(row) + 1000, EACH)
    here.asked += asked
    const grown = ((await held()) - before) / 2 ** 20
    console.log(`${row}: ${asked}, heap ${grown.toFixed(1)} MB more, ${JSON.stringify(statuses)}`)
    expect(wrong).toEqual([])
    expect(asked).toBe(EACH)
  })

  test('memory is flat', async () => {
    const after = await held()
    console.log(`heap ${(here.before / 2 ** 20).toFixed(1)} MB before, ${(after / 2 ** 20).toFixed(1)} MB after`)
    expect(after - here.before).toBeLessThan(GROWN)
  })
})
