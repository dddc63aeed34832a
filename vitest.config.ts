import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** `--mode soak` runs the long tests instead. */
export default defineConfig(({ mode }) => ({
  test: {
    include:
      mode === 'soak'
        ? ['test/{soak,journeys}/**/*.test.ts', 'sync-server/test/**/*.test.ts']
        : ['{shared-types,native-bridges,sync-server,desktop,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(mode === 'soak' ? [] : ['test/soak/**'])],
    // A slow machine is no fault: these are here for what would never end.
    testTimeout: mode === 'soak' ? 20 * 60_000 : 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    env: mode === 'soak' ? { CHUANGTAI_DATABASES: 'all' } : {},
    pool: 'forks',
    // Most tests wait for a disk, a database or a browser more than they count.
    maxWorkers: availableParallelism() + 1,
  },
}))
