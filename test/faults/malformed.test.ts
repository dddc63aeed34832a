import { beforeAll, describe, expect, test } from 'vitest'
import { seedOf } from './malformed.ts'
import { ENDPOINTS, fields, tried } from './malformed-server.ts'

const open = fields('sqlite')

/** Ten thousand for each endpoint, and the memory: test/soak/malformed.test.ts. */
const EACH = 12

describe('malformed requests', () => {
  const here = {} as { field: Awaited<ReturnType<typeof open>> }
  beforeAll(async () => {
    here.field = await open()
  })

  test.each(ENDPOINTS)('%s', async row => {
    const { wrong, statuses } = await tried(here.field, row, seedOf(row), EACH)
    expect(wrong).toEqual([])
    // Most of them come as far as the handler; of those that sign out at once one is the first.
    if (!row.endsWith('sign-out')) expect(statuses['401'] ?? 0).toBeLessThan(EACH / 2)
  })
})
