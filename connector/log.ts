/** Structured log lines of host and worker: JSON, one a line, with topic and run id; secrets are taken out by name and by look. */
import { pino, type Logger } from 'pino'
import { type ConnectorConfiguration } from '../contract/local-status-api.ts'

const secretNames = ['password', 'token', 'key', 'secret', 'authorization', 'cookie', 'csr', 'proof']
const secretLooks =
  /\b(?:Bearer|DPoP|Enrollment|Basic) [A-Za-z0-9._~+/=-]{8,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*|-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*/g

export interface LogOptions {
  readonly level: ConnectorConfiguration['logLevel']
  readonly runId: string
  readonly process: 'host' | 'worker'
  /** Gets each line with its end. */
  readonly write: (line: string) => void
}

export const createLog = ({ level, runId, process: name, write }: LogOptions): Logger =>
  pino(
    {
      level,
      base: { run: runId, process: name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretNames.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]), censor: '[secret]' },
    },
    { write: (line: string) => write(line.replace(secretLooks, '[secret]')) },
  )
