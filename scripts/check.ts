/** `npm run check`: types, lint, format, generated pages and unit tests, all told, each with its time. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const bin = (name: string) => join(root, 'node_modules', '.bin', name)

interface Step {
  readonly name: string
  readonly command: readonly string[]
}

interface Ended {
  readonly step: Step
  readonly code: number
  readonly seconds: number
  readonly output: string
}

const run = (step: Step): Promise<Ended> =>
  new Promise((resolve) => {
    const started = performance.now()
    const [program = '', ...rest] = step.command
    const child = spawn(program, rest, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('close', (code) => resolve({ step, code: code ?? 1, seconds: (performance.now() - started) / 1000, output }))
  })

const tell = ({ step, code, seconds, output }: Ended): number => {
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'}  ${step.name.padEnd(10)} ${seconds.toFixed(1)} s\n`)
  if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`)
  return code === 0 ? 0 : 1
}

const withoutUnit = process.argv.includes('--no-unit')
// Lint reads the declarations that the types step writes, so it comes after; the others run beside them.
const chains: Step[][] = [
  [
    { name: 'types', command: [bin('tsc'), '-b', '--checkers', '2', '--builders', '1'] },
    { name: 'lint', command: [bin('node'), 'scripts/lint.ts'] },
  ],
  [
    {
      name: 'format',
      command: [bin('prettier'), '--check', '--log-level', 'warn', '--cache', '--cache-location', 'out/prettier-cache', '.'],
    },
    {
      name: 'fences',
      command: [
        bin('eslint'),
        '.',
        '--max-warnings',
        '0',
        '--cache',
        '--cache-strategy',
        'content',
        '--cache-location',
        'out/eslint-cache',
      ],
    },
    { name: 'docs', command: [bin('node'), 'scripts/docs.ts', '--check'] },
    ...(withoutUnit
      ? []
      : [
          {
            name: 'unit',
            command: [bin('vitest'), 'run', '--project', 'unit', '--project', 'contract', '--silent'],
          },
        ]),
  ],
]

const failures = await Promise.all(
  chains.map(async (chain) => {
    let failed = 0
    for (const step of chain) failed += tell(await run(step))
    return failed
  }),
)
process.exit(failures.some((n) => n > 0) ? 1 : 0)
