/** What `npm run wine` measures while it proves: facts, start of the service, silent installation. Figures of Wine, not of Windows. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WineFigure } from '../tests/windows/figures.ts'
import { adopt } from './child.ts'

const root = join(import.meta.dirname, '..')

export interface WineTimes {
  /** Milliseconds, one run each. */
  readonly figures: readonly WineFigure[]
}

/** Several minutes, most of them for the installation, which `quick` leaves out. */
export const measureWine = async (quick: boolean): Promise<WineTimes | { skipped: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'cwb-'))
  const [file, said] = [join(folder, 'figures'), [] as Buffer[]]
  const tests = ['facts', 'service', ...(quick ? [] : ['install'])].map((name) => `tests/windows/${name}.test.ts`)
  try {
    const child = adopt(
      spawn(process.execPath, ['scripts/wine.ts', ...tests], {
        cwd: root,
        env: { ...process.env, CAUSEWAY_FIGURES: file },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    )
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => said.push(piece))
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    if (code !== 0) return { skipped: Buffer.concat(said).toString('utf8').trim().split('\n').slice(-3).join(' ') }
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    return { figures: lines.map((line) => WineFigure.parse(JSON.parse(line))) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
