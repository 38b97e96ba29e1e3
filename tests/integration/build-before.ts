/** Builds what has changed before the first integration test, and before they run again in watch mode. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

const build = (): void => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build.ts')], { stdio: ['ignore', 'inherit', 'inherit'] })
}

export const setup = (project: TestProject): void => {
  build()
  project.onTestsRerun(async () => build())
}
