/** Structured log lines of host and worker: JSON, one a line, with topic and run id; secrets are taken out by name and by look. */
import { pino, type Logger } from 'pino'
import { type ConnectorConfiguration } from '../contract/local-status-api.ts'
import { takeOutSecrets } from '../contract/secret-scan.ts'

const secretNames = ['password', 'token', 'key', 'secret', 'authorization', 'cookie', 'csr', 'proof']

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
    { write: (line: string) => write(takeOutSecrets(line).text) },
  )
