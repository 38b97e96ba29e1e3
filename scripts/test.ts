/** `npm test`: builds the product, then runs every tier of tests, and ends on one line `N passed, N failed`. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Failure, failuresIn } from './test-failures.ts'

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)
const results = join(root, 'out', 'test-results')

/** Hundreds of programs of ours are started by the tests: kept compiled, each starts with a quarter to a half less work. */
const kept = { NODE_COMPILE_CACHE: join(root, 'out', 'compile-cache') }

const run = (program: string, rest: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(program, rest, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...kept, ...env } })
    child.on('close', (code) => resolve(code ?? 1))
    child.on('error', () => resolve(1))
  })

interface Count {
  passed: number
  failed: number
  skipped: number
}

/** Of every tier, in the order in which they ran. */
const failures: Failure[] = []

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
})
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
})

/** A tier that ended badly without telling which test failed counts as one failure: nothing is lost silently. */
const counted = (code: number, count: Count): Count => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count)

const read = <T extends z.ZodType>(file: string, schema: T): z.output<T> | undefined => {
  try {
    return schema.parse(JSON.parse(readFileSync(join(results, file), 'utf8')))
  } catch {
    return undefined
  }
}

const vitest = async (projects: readonly string[]): Promise<Count> => {
  const file = `${projects.join('-')}.json`
  const code = await run(bin('vitest'), [
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${join(results, file)}`,
  ])
  const report = read(file, VitestReport)
  failures.push(...failuresIn(join(results, file), root))
  return counted(code, { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0, skipped: report?.numPendingTests ?? 0 })
}

const playwright = async (): Promise<Count> => {
  const code = await run(bin('playwright'), ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'e2e.json') })
  const report = read('e2e.json', PlaywrightReport)
  failures.push(...failuresIn(join(results, 'e2e.json'), root))
  const stats = report?.stats
  // A flaky test passed only when tried again: that is a defect, and counts as one.
  return counted(code, {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  })
}

/** How a line that tells of a failure begins or is marked, by what is not vitest or Playwright. */
const failed = /^\[fail\]|^FAILED|\*\*WRONG\*\*/

/** Ends on a line `N passed, N failed`, which is read, as are lines that tell what failed; nothing else is known of what runs. */
const counting = (script: string, rest: readonly string[] = []): Promise<Count> =>
  new Promise((resolve) => {
    const child = spawn(bin('node'), [join(root, script), ...rest], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (piece: Buffer) => {
      process.stdout.write(piece)
      said = (said + piece.toString()).slice(-40_000)
    })
    child.once('error', () => resolve({ passed: 0, failed: 1, skipped: 0 }))
    child.once('close', (code) => {
      const [, passed, wrong] = /(\d+) passed, (\d+) failed\s*$/.exec(said) ?? []
      failures.push(...said.split('\n').flatMap((line) => (failed.test(line) ? [{ name: script, why: line }] : [])))
      resolve(
        counted(code ?? 1, { passed: Number(passed ?? 0), failed: Number(wrong ?? 0), skipped: Number(passed === '0' && wrong === '0') }),
      )
    })
  })

/** Tiers that need a machine of their own kind: always in CI, elsewhere when asked for (`npm test -- --lab`). */
const isWanted = (tier: string): boolean => process.env['CI'] !== undefined || process.argv.includes(`--${tier}`)

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const built = await run(bin('node'), ['scripts/build.ts'])
const tiers: [string, Count][] = []
if (built === 0) {
  tiers.push(['unit, component, contract', await vitest(['unit', 'component', 'contract'])])
  tiers.push(['integration', await vitest(['integration'])])
  tiers.push(['e2e', await playwright()])
  if (isWanted('wine')) {
    tiers.push(['Windows, under Wine', await counting('scripts/wine.ts')])
    failures.push(...failuresIn(join(results, 'windows.json'), root))
  }
  if (isWanted('package')) tiers.push(['package', await counting('scripts/package-verify.ts')])
  if (isWanted('lab')) tiers.push(['fault laboratory', await counting('scripts/lab.ts')])
} else {
  tiers.push(['build', { passed: 0, failed: 1, skipped: 0 }])
}

for (const { name, why } of failures) process.stdout.write(`\nFAILED ${name}\n${why}\n`)
process.stdout.write('\n')
const total: Count = { passed: 0, failed: 0, skipped: 0 }
for (const [name, count] of tiers) {
  process.stdout.write(`${name.padEnd(28)} ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`)
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}\n`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
