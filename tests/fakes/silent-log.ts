/** A log whose lines a test can read. */
import { pino, type Logger } from 'pino'

export interface ReadableLog {
  readonly log: Logger
  readonly lines: Record<string, unknown>[]
}

export const readableLog = (): ReadableLog => {
  const lines: Record<string, unknown>[] = []
  const log = pino(
    { base: null, level: 'trace' },
    { write: (text: string) => void lines.push(JSON.parse(text) as Record<string, unknown>) },
  )
  return { log, lines }
}
