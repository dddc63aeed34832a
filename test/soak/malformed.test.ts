import { afterAll, describe, expect, test } from 'vitest'
import { DATABASES } from '../databases.ts'
import { seedOf } from '../faults/malformed.ts'
import { ENDPOINTS, fields, tried } from '../faults/malformed-server.ts'
import { heldBytes } from './held-bytes.ts'

/** Requests to each endpoint; on PostgreSQL, where only the statements differ, a tenth. */
const EACH = Number(process.env.CHUANGTAI_MALFORMED ?? 10_000)
const eachOn = (name: string) => Math.ceil(name === 'postgres' ? EACH / 10 : EACH)
/** Requests before memory is measured first: programs are compiled and caches filled once. */
const WARM = 400
/** Bytes of heap that may be held after them beyond what was held before: what the good ones among them have made. */
const GROWN = 8 * 2 ** 20

describe.each(DATABASES)('malformed requests by the thousand, on %s', name => {
  const open = fields(name)
  const sum = { asked: 0, most: 0 }
  afterAll(() =>
    console.log(
      `${name}: ${sum.asked} malformed requests to ${ENDPOINTS.length} endpoints, heap at most ${sum.most} MB more`,
    ),
  )

  test.each(ENDPOINTS)('%s', async row => {
    const field = await open()
    await tried(field, row, 1, Math.min(WARM, Math.ceil(eachOn(name) / 4)))
    const before = await heldBytes()
    const { wrong, statuses, asked } = await tried(field, row, seedOf(row) + 1000, eachOn(name))
    const after = await heldBytes()
    const grown = Math.round((after - before) / 2 ** 18) / 4
    sum.asked += asked
    sum.most = Math.max(sum.most, grown)
    console.log(
      `${row}: ${asked}, heap ${Math.round(before / 2 ** 20)} MB, then ${grown} more, ${JSON.stringify(statuses)}`,
    )
    expect(wrong).toEqual([])
    expect(asked).toBe(eachOn(name))
    expect(after - before).toBeLessThan(GROWN)
    await field.d.stop()
  })
})
