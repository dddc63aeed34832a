import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { expect, test } from 'vitest'
import { betterSqliteStorage } from '../../desktop/src/core/store/rx-storage.ts'
import { compareOnce, type Tally } from '../contracts/rx-storage.differential.ts'
import { temporaryFolder } from '../contracts/rx-storage.fixture.ts'

const dir = temporaryFolder()
const HOUR = 3_600_000

test.each([
  ['usual', 500_000],
  ['hostile', 100_000],
] as const)(
  '%s data: %d random queries, counts and their histories, none answered otherwise',
  async (manners, queries) => {
    const tally: Tally = { queries: 0, writes: 0, found: 0, wrong: [] }
    const ours = betterSqliteStorage({ dir, synchronous: 'NORMAL' })
    for (let seed = 10_000; tally.queries < queries && tally.wrong.length === 0; seed++) {
      await compareOnce(ours as never, getRxStorageMemory() as never, manners, seed, { rounds: 8, queries: 125 }, tally)
    }
    console.log(manners, { ...tally, wrong: tally.wrong.length })
    expect(tally.wrong.slice(0, 5)).toEqual([])
  },
  HOUR,
)
