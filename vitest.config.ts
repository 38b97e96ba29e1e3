import { defineConfig } from 'vitest/config'

/** Milliseconds. What hangs is to be ended; how fast something is, is measured in `bench/`. */
const testTimeout = 60_000

/** Tiers of tests; `npm run unit` runs the first three, `npm run integration` the fourth, `npm run wine` the last. Playwright runs tests/e2e. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node', testTimeout } },
      { test: { name: 'component', include: ['tests/component/**/*.test.tsx'], environment: 'happy-dom', testTimeout } },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], environment: 'node', testTimeout } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          environment: 'node',
          testTimeout,
          hookTimeout: 3 * testTimeout,
          fileParallelism: false,
        },
      },
      {
        // On a Wine machine that `npm run wine` makes; not part of the other commands.
        test: {
          name: 'windows',
          include: ['tests/windows/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
