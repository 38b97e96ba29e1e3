/** From nothing to the first row of a check, to all local ones, and to a connected server: the built command line on a simulated server. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { median } from './statistics.ts'

const root = join(import.meta.dirname, '..')
const program = join(root, 'out', 'app', 'setup', 'command-line.js')

export interface StartTimes {
  /** Milliseconds, medians. `bare`: `node -e 0`, the peer that nothing can beat. */
  readonly bare: number
  readonly firstRow: number
  readonly allLocal: number
  /** `npm start` unattended: control plane, checks, installation, test; one run. */
  readonly install?: number
}

/** Milliseconds until the first line of progress, and until the end. */
const timeOf = (values: readonly string[]): Promise<{ first: number; end: number }> =>
  new Promise((resolve, reject) => {
    const since = performance.now()
    let first = NaN
    const child = spawn(process.execPath, values, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
    // The first line names the simulated server; rows of checks are indented.
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (Number.isNaN(first) && line.startsWith('  [')) first = performance.now() - since
    })
    child.once('error', reject)
    child.once('close', () => resolve({ first, end: performance.now() - since }))
  })

export const measureStart = async ({
  rounds,
  install,
}: {
  rounds: number
  install: boolean
}): Promise<StartTimes | { skipped: string }> => {
  if (!existsSync(program)) return { skipped: 'npm run build first' }
  const state = mkdtempSync(join(tmpdir(), 'cwb-'))
  const [bare, firstRow, allLocal]: [number[], number[], number[]] = [[], [], []]
  try {
    for (let round = 0; round < rounds; round += 1) {
      bare.push((await timeOf(['-e', '0'])).end)
      const { first, end } = await timeOf([program, 'check', '--server', 'healthy-2022', '--state', state])
      firstRow.push(first)
      allLocal.push(end)
    }
    const times = { bare: median(bare), firstRow: median(firstRow), allLocal: median(allLocal) }
    return install ? { ...times, install: (await timeOf([join(root, 'scripts', 'start.ts'), '--unattended'])).end } : times
  } finally {
    rmSync(state, { recursive: true, force: true })
  }
}
