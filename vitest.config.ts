import { defineConfig } from 'vitest/config'

// Three kinds: unit tests beside the source; tests of whole programs and of the gate, which start what they need;
// and API tests, which share one migrated database made in the global set-up. Every API file makes its own tenants,
// so files neither wait for nor see each other.
const programs = ['test/architecture/**', 'test/process/**', 'test/db/embedded*']

export default defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['src/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: { name: 'programs', include: programs.map((path) => `${path}.test.ts`), testTimeout: 300_000 },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/**/*.test.ts'],
          exclude: programs,
          isolate: false,
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
})
