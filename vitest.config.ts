import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Milliseconds. What hangs is to be ended; how fast something is, is measured in `bench/`. */
const testTimeout = 60_000

const setupFiles = ['tests/patience.ts']

/** These keep nothing in modules, so their files share them: loading the same ones again for each file took longer than the tests. */
const isolate = false

/** Tiers of tests; `npm run unit` runs the first three, `npm run integration` the fourth, `npm run wine` the last. Playwright runs tests/e2e. */
export default defineConfig({
  test: {
    // One more than the smallest machine has cores: many tests wait, for a port that stays silent or a program that ends.
    maxWorkers: Math.max(3, availableParallelism()),
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], environment: 'node', setupFiles, testTimeout, isolate } },
      {
        test: {
          name: 'component',
          include: ['tests/component/**/*.test.tsx'],
          environment: 'happy-dom',
          setupFiles: [...setupFiles, 'tests/component/clean-up.ts'],
          testTimeout,
          isolate,
        },
      },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], environment: 'node', setupFiles, testTimeout, isolate } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          environment: 'node',
          globalSetup: 'tests/integration/build-before.ts',
          // Each starts several programs, which takes seconds each where the machine has other work as well.
          setupFiles,
          testTimeout: 4 * testTimeout,
          hookTimeout: 3 * testTimeout,
          // Two: each file starts up to a dozen programs of its own, and waits for them.
          maxWorkers: 2,
        },
      },
      {
        // On a Wine machine that `npm run wine` makes; not part of the other commands.
        test: {
          name: 'windows',
          include: ['tests/windows/*.test.ts'],
          environment: 'node',
          setupFiles,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
