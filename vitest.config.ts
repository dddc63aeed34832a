import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Journeys and screens that only the long run has: in the short one other screens walk the same way (cards, refusals,
 * sticks, seals, sign-in, devices), or the centre's own tests try what is behind them.
 */
const LONGER = [
  'test/journeys/{endorsement,lost-card,refused,carry,audit,seal,usb-key,void-card,two-windows,sign-in,day-end,rejected,archive,licence-code,register}.test.ts',
  'test/screens/{permit-life,messages,rules,place,stations,two-windows,toy-papers,cards,printers,restore}.test.ts',
  'test/contracts/rx-storage.differential.test.ts',
]

/** Every test of `npm test`; `--mode soak` runs the long ones instead, `--mode devices` those with peers from Debian. */
const INCLUDE: Readonly<Record<string, { apart: string[]; together: string[] }>> = {
  soak: {
    apart: ['test/{soak,journeys,rights}/**/*.test.ts', ...LONGER],
    together: ['sync-server/{test/**,src/demo}/*.test.ts'],
  },
  devices: { apart: ['test/devices/**/*.test.ts'], together: [] },
  installers: { apart: ['test/installers/**/*.test.ts'], together: [] },
  test: {
    apart: ['test/**/*.test.ts'],
    together: ['{shared-types,native-bridges,sync-server,desktop}/**/*.test.ts'],
  },
}
const APART = ['test/soak/**', 'test/devices/**', 'test/installers/**', ...LONGER]

export default defineConfig(({ mode }) => ({
  test: {
    projects: [
      // Windows and browsers, each file in a process of its own.
      { extends: true, test: { name: 'apart', include: (INCLUDE[mode] ?? INCLUDE.test!).apart } },
      // Files that a process runs one after the other: reading the same modules for each took a fifth of the time.
      { extends: true, test: { name: 'together', include: (INCLUDE[mode] ?? INCLUDE.test!).together, isolate: false } },
    ],
    exclude: ['**/node_modules/**', ...(mode in INCLUDE && mode !== 'test' ? [] : APART)],
    // A slow machine is no fault: these are here for what would never end.
    testTimeout: mode === 'soak' || mode === 'installers' ? 20 * 60_000 : 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
    env: mode === 'soak' ? { CHUANGTAI_DATABASES: 'all' } : {},
    pool: 'forks',
    // Most tests wait for a disk, a database or a browser more than they count.
    maxWorkers: availableParallelism() + 2,
  },
}))
