/** The log of set-up: JSON lines with level, topic and run id, in two files of bounded size; secrets are taken out of every line. */
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pino, stdTimeFunctions, type Logger } from 'pino'
import { takeOutSecrets } from '../../contract/secret-scan.ts'

const largest = 4 * 1024 * 1024

export const openSetupLog = (path: string): Logger => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const write = (line: string) => {
    try {
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(path, `${path}.1`)
      appendFileSync(path, takeOutSecrets(line).text, { mode: 0o600 })
    } catch {
      // A full disk must not end set-up: what cannot be written is lost.
    }
  }
  return pino(
    {
      base: { run: `run_${randomBytes(6).toString('hex')}` },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  )
}
