import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Every test of `npm test`; `--mode soak` runs the long ones instead, `--mode devices` those with peers from Debian. */
const INCLUDE: Readonly<Record<string, string[]>> = {
  soak: ['test/{soak,journeys,rights}/**/*.test.ts', 'sync-server/{test/**,src/demo}/*.test.ts'],
  devices: ['test/devices/**/*.test.ts'],
  test: ['{shared-types,native-bridges,sync-server,desktop,test}/**/*.test.ts'],
}
/** Not in the short run: what is long, and the journeys that browsers make in it too (cards, refusals, sticks, the audit log). */
const APART = ['test/soak/**', 'test/devices/**', 'test/journeys/{endorsement,lost-card,refused,carry,audit}.test.ts']

export default defineConfig(({ mode }) => ({
  test: {
    include: INCLUDE[mode] ?? INCLUDE.test!,
    exclude: ['**/node_modules/**', ...(mode in INCLUDE && mode !== 'test' ? [] : APART)],
    // A slow machine is no fault: these are here for what would never end.
    testTimeout: mode === 'soak' ? 20 * 60_000 : 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    env: mode === 'soak' ? { CHUANGTAI_DATABASES: 'all' } : {},
    pool: 'forks',
    // Most tests wait for a disk, a database or a browser more than they count.
    maxWorkers: availableParallelism() + 2,
  },
}))
