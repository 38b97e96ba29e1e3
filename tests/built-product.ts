/**
 * The programs as they are shipped. Tests start these instead of their sources: it is what a customer runs, and it starts in a
 * quarter of the time. vitest and `npm test` build them before the first test, so that none ever runs on an old build.
 */
import { join } from 'node:path'

const app = join(import.meta.dirname, '..', 'out', 'app')

export const builtProduct = {
  commandLine: join(app, 'setup', 'command-line.js'),
  agent: join(app, 'setup', 'agent.js'),
  connector: join(app, 'connector', 'host.js'),
} as const
