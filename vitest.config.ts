import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared-types,native-bridges,sync-server,desktop,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/soak/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
})
