import { defineConfig } from '@playwright/test'

/** The built app under Playwright; sign-in happens in a second browser. `npm run build` comes first (`npm test` does both). */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.story.ts',
  outputDir: 'out/e2e',
  timeout: 240_000,
  expect: { timeout: 45_000 },
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
})
