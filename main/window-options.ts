/** Options of the window's command line. They are handed on to the setup agent as they are, which checks them. */
import { parseArgs } from 'node:util'

export interface WindowOptions {
  /** Profile of a simulated server; absent on a real one. */
  readonly server?: string
  readonly connectionFile?: string
  /** Folder of the setup engine's state. */
  readonly state?: string
  /** Address of the control plane to propose. */
  readonly address?: string
  /** Opens on the page Repair. */
  readonly repair?: true
}

/** Reads what is known; anything else (Chromium's own switches, the app's folder) is passed over. */
export const parseWindowOptions = (values: readonly string[]): WindowOptions => {
  const text = { type: 'string' } as const
  const parsed = parseArgs({
    args: [...values],
    options: { server: text, 'connection-file': text, state: text, address: text, repair: { type: 'boolean' } },
    strict: false,
    allowPositionals: true,
  }).values
  const given = (name: keyof typeof parsed): string | undefined => {
    const value = parsed[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [server, connectionFile, state, address] = [given('server'), given('connection-file'), given('state'), given('address')]
  return {
    ...(server === undefined ? {} : { server }),
    ...(connectionFile === undefined ? {} : { connectionFile }),
    ...(state === undefined ? {} : { state }),
    ...(address === undefined ? {} : { address }),
    ...(parsed.repair === true ? { repair: true as const } : {}),
  }
}

/** The same options for the agent. */
export const agentArguments = (options: WindowOptions): string[] => [
  ...(options.server === undefined ? [] : ['--server', options.server]),
  ...(options.connectionFile === undefined ? [] : ['--connection-file', options.connectionFile]),
  ...(options.state === undefined ? [] : ['--state', options.state]),
  ...(options.address === undefined ? [] : ['--address', options.address]),
]
