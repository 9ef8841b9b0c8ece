import { defineConfig } from 'vitest/config'

// Unit tests need no database. API tests share one migrated engine, started once in the global set-up; every
// file makes its own tenants, so files neither wait for nor see each other.
export default defineConfig({
  test: {
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'] } },
      { extends: true, test: { name: 'api', include: ['test/**/*.test.ts'], globalSetup: ['test/support/global-setup.ts'] } },
    ],
  },
})
