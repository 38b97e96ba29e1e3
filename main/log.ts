/** The window's log: JSON lines in the person's own data folder. Where that cannot be written, standard error. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { destination, pino, type Logger } from 'pino'
import { takeOutSecrets } from '../contract/secret-scan.ts'

const largest = 2 * 1024 * 1024

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** The last words of an agent, a page or a driver may hold what must not be written down. */
const scanned = (to: { write(line: string): unknown }) => ({ write: (line: string) => void to.write(takeOutSecrets(line).text) })

export const openLog = (file: string): Logger => {
  const options = {
    base: { topic: 'window', run: `run_${randomBytes(8).toString('hex')}` },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
  }
  try {
    mkdirSync(dirname(file), { recursive: true })
    if (sizeOf(file) > largest) renameSync(file, `${file}.1`)
    return pino(options, scanned(destination({ dest: file, sync: true })))
  } catch {
    return pino(options, scanned(destination({ dest: 2, sync: true })))
  }
}
