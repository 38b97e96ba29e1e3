/** Configurations of a real proxy. */
import { chmodSync, copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CertificateFiles } from './certificates.ts'

export type SquidKind = 'open' | 'basic' | 'negotiate' | 'slow' | 'refusesControlPlane'

/** Whom the Basic proxy lets through. */
export const proxyAccount = { name: 'svc-causeway', password: 'correct horse' } as const
/** `openssl passwd -apr1` of that password. */
const passwordFile = `${proxyAccount.name}:$apr1$labolabo$nw4TcYSflzpdt7tWh38qT.\n`
/** Each CONNECT waits that many seconds. */
const slowSeconds = 2

export interface ProxyPlace {
  readonly gate: string
  readonly nameServers: readonly string[]
  readonly proxyPort: number
  /** With it the proxy speaks TLS itself. */
  readonly secured: CertificateFiles | undefined
}

export const proxyConfiguration = (kind: SquidKind, folder: string, { gate, nameServers, proxyPort, secured }: ProxyPlace): string => {
  // It runs as a user of its own, which reads these.
  writeFileSync(join(folder, 'accounts'), passwordFile)
  writeFileSync(join(folder, 'wait'), `#!/bin/sh\nwhile read -r line; do sleep ${slowSeconds}; echo OK; done\n`)
  chmodSync(join(folder, 'wait'), 0o755)
  const listen = secured === undefined ? 'http_port' : 'https_port'
  if (secured !== undefined) {
    copyFileSync(secured.chain, join(folder, 'chain.pem'))
    copyFileSync(secured.key, join(folder, 'key.pem'))
    chmodSync(join(folder, 'key.pem'), 0o644)
  }
  const rules: Record<SquidKind, string[]> = {
    open: ['http_access allow all'],
    basic: [
      `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${folder}/accounts`,
      'auth_param basic realm Contoso proxy',
      'auth_param basic children 2',
      'acl known proxy_auth REQUIRED',
      'http_access allow known',
      'http_access deny all',
    ],
    negotiate: [
      'auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth -s GSS_C_NO_NAME',
      'auth_param negotiate children 1',
      'acl known proxy_auth REQUIRED',
      'http_access allow known',
      'http_access deny all',
    ],
    slow: [
      `external_acl_type waiting ttl=0 negative_ttl=0 children-max=48 children-startup=24 %SRC %SRCPORT ${folder}/wait`,
      'acl waited external waiting',
      'http_access allow waited',
      'http_access deny all',
    ],
    refusesControlPlane: ['acl refused dstdomain control.lab', 'http_access deny refused', 'http_access allow all'],
  }
  return [
    `${listen} ${gate}:${proxyPort}${secured === undefined ? '' : ` tls-cert=${folder}/chain.pem tls-key=${folder}/key.pem`}`,
    'visible_hostname proxy.lab',
    `dns_nameservers ${nameServers[0] ?? ''}`,
    'pid_filename none',
    'cache_log /dev/null',
    'access_log none',
    'pinger_enable off',
    'cache deny all',
    'cache_mem 0',
    'memory_cache_shared off',
    'server_persistent_connections off',
    'shutdown_lifetime 0 seconds',
    'cache_effective_user proxy',
    ...rules[kind],
    '',
  ].join('\n')
}

/** Squid leaves what it shares between its processes when it is killed. */
export const removeShared = (service: string): void => {
  for (const file of readdirSync('/dev/shm')) if (file.startsWith(`${service}-`)) rmSync(join('/dev/shm', file), { force: true })
}
