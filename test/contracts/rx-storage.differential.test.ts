import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { expect, test } from 'vitest'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { compareOnce, type Tally } from './rx-storage.differential.ts'
import { temporaryFolder } from './rx-storage.fixture.ts'

const dir = temporaryFolder()

test.each(['usual', 'hostile'] as const)('answers %s data as RxDB does', async manners => {
  const tally: Tally = { queries: 0, writes: 0, found: 0, wrong: [] }
  const ours = betterSqliteStorage({ dir, synchronous: 'NORMAL' })
  for (let seed = 1; seed <= 15; seed++) {
    await compareOnce(ours as never, getRxStorageMemory() as never, manners, seed, { rounds: 4, queries: 50 }, tally)
  }
  expect(tally.wrong.slice(0, 5)).toEqual([])
  expect(tally.queries).toBe(3000)
  expect(tally.found).toBeGreaterThan(10_000)
})
