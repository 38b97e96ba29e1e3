/** The options of `node cloud/server.ts`. */
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { argumentProblemOf } from '../contract/argument-problem.ts'
import { type Result, failed, succeeded } from '../contract/error-codes.ts'
import { defaultAuditDays } from './audit-retention.ts'
import { type ControlPlaneOptions } from './control-plane.ts'
import { type LogLevel } from './log.ts'

export const usage = `Usage: node cloud/server.ts [options]

  --data DIR             data folder (default: ~/.causeway/control-plane)
  --port N               port to listen on (default 8443; 0: any free port)
  --host ADDRESS         address to listen on (default 127.0.0.1; 0.0.0.0: all)
  --public-url URL       https address by which people and connectors come
  --relay NAME=URL       https address by which connectors reach the relay; may be given several times, for two ways to it
  --tls-cert FILE        certificate chain, PEM, instead of one of its own authority
  --tls-key FILE         its private key, PEM
  --organization NAME    name of the organization that the first start makes
  --administrator EMAIL  its first administrator
  --audit-days N         days for which audit entries are kept (default 400)
  --demo                 make demo data: organization Contoso, an account, keys, an echo service
  --json                 say when it is ready as one JSON line
  --log-level LEVEL      debug, info, warn, error or silent (default info); logs go to standard error
  --help                 this text`

export type ServerArguments = Omit<ControlPlaneOptions, 'log'> & { json: boolean; logLevel: LogLevel }

const levels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent']
const wrong = (argument: string, reason: string) => failed('CW7008', { argument, reason })

const isOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  return url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
}

/** CW7008 naming the argument that is unknown, incomplete or does not fit. */
export const parseArguments = (argv: readonly string[]): Result<ServerArguments | 'help'> => {
  let values
  try {
    ;({ values } = parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '8443' },
        host: { type: 'string', default: '127.0.0.1' },
        'public-url': { type: 'string' },
        relay: { type: 'string', multiple: true },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        organization: { type: 'string', default: 'My organization' },
        administrator: { type: 'string' },
        'audit-days': { type: 'string', default: String(defaultAuditDays) },
        demo: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'log-level': { type: 'string', default: 'info' },
        help: { type: 'boolean', default: false },
      },
    }))
  } catch (error) {
    const { argument, reason } = argumentProblemOf(error)
    return wrong(argument, reason)
  }
  if (values.help) return succeeded('help')
  const port = Number(values.port)
  if (!/^\d{1,5}$/.test(values.port) || port > 65_535) return wrong('--port', 'a number from 0 to 65535 is expected')
  const publicUrl = values['public-url']
  if (publicUrl !== undefined) {
    if (!isOrigin(publicUrl)) return wrong('--public-url', 'an https address without a path is expected')
  }
  const relays = (values.relay ?? []).map((text) => /^(?<name>[^=]{1,80})=(?<url>.*)$/.exec(text)?.groups ?? {})
  if (relays.some(({ url = '' }) => !isOrigin(url)) || new Set(relays.map(({ name }) => name)).size < relays.length)
    return wrong('--relay', 'a name of its own, =, and an https address without a path are expected')
  const { 'tls-cert': certificate, 'tls-key': key } = values
  if ((certificate === undefined) !== (key === undefined))
    return wrong(key === undefined ? '--tls-key' : '--tls-cert', 'certificate and key go together')
  if (!levels.includes(values['log-level'])) return wrong('--log-level', `one of ${levels.join(', ')} is expected`)
  const { administrator } = values
  if (administrator !== undefined && !/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(administrator))
    return wrong('--administrator', 'an e-mail address is expected')
  const auditDays = Number(values['audit-days'])
  if (!/^\d{1,5}$/.test(values['audit-days']) || auditDays === 0) return wrong('--audit-days', 'a number from 1 to 99999 is expected')
  if (values.organization.trim() === '' || values.organization.length > 120)
    return wrong('--organization', 'a name of 1 to 120 characters is expected')
  const host = publicUrl === undefined ? values.host : new URL(publicUrl).hostname
  return succeeded({
    data: resolve(values.data ?? join(homedir(), '.causeway', 'control-plane')),
    port,
    host: values.host,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(relays.length === 0 ? {} : { relays: relays.map(({ name = '', url = '' }) => ({ name, url: new URL(url).origin })) }),
    ...(certificate === undefined || key === undefined ? {} : { tls: { certificate, key } }),
    auditDays,
    demo: values.demo,
    first: { name: values.organization.trim(), administrator: administrator ?? `administrator@${host}` },
    json: values.json,
    logLevel: values['log-level'] as LogLevel,
  })
}
