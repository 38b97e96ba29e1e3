/** Structured log lines (JSON, one a line) with a topic and the run's id; secrets are taken out by name and again by look. */
import { randomBytes } from 'node:crypto'
import { pino, type DestinationStream, type Logger } from 'pino'
import { RunId } from '../contract/ids.ts'

const secretNames = ['password', 'token', 'key', 'secret', 'authorization', 'cookie', 'csr', 'proof', 'params']
/** Credentials that we make, and whatever follows an authentication scheme. */
const secretLooks =
  /\bcw[es]_[A-Za-z0-9_-]{16,}|\b(?:Bearer|DPoP|Enrollment|Basic) [A-Za-z0-9._~+/=-]{8,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g

/** What drizzle writes into the message of a failed query: its values, up to the end of that line or of the JSON string. */
const queryValues = /\\nparams: (?:[^"\\]|\\(?!n)[^])*/g

export const withoutSecrets = (line: string): string => line.replace(secretLooks, '[secret]').replace(queryValues, '\\nparams: [secret]')

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** @param write gets each line with its end */
export const createLog = (level: LogLevel, write: (line: string) => void): Logger => {
  const sink: DestinationStream = { write: (line) => write(withoutSecrets(line)) }
  return pino(
    {
      level,
      base: { run: RunId.parse(`run_${randomBytes(8).toString('hex')}`), pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    },
    sink,
  )
}
