/** stunnel: TLS between two of them, one hop, not reversed: the cloud side dials the site. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { end, run } from '../child.ts'
import { freePort, untilListening } from '../ports.ts'
import { type StartPeer } from './peer.ts'

const program = ['/usr/bin/stunnel4', '/usr/bin/stunnel'].find(existsSync)

export const startStunnel: StartPeer = async ({ network, resource }) => {
  if (program === undefined) return { skipped: 'stunnel is missing (stunnel4)' }
  const folder = mkdtempSync(join(tmpdir(), 'cwb-'))
  const file = (name: string) => join(folder, name)
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=bench',
      '-keyout',
      file('key'),
      '-out',
      file('certificate'),
    ],
    { stdio: 'pipe' },
  )
  const [inner, entry] = [await freePort(), await freePort()]
  const common = 'foreground = yes\npid =\nsocket = l:TCP_NODELAY=1\nsocket = r:TCP_NODELAY=1\n'
  writeFileSync(
    file('server'),
    `${common}[bench]\naccept = ${network.site.host}:${inner}\nconnect = ${resource.host}:${resource.port}\ncert = ${file('certificate')}\nkey = ${file('key')}\nTIMEOUTclose = 0\n`,
  )
  writeFileSync(
    file('client'),
    `${common}client = yes\n[bench]\naccept = ${network.cloud.host}:${entry}\nconnect = ${network.site.host}:${inner}\nTIMEOUTclose = 0\n`,
  )
  const server = run(network.site, program, [file('server')])
  const client = run(network.cloud, program, [file('client')])
  await untilListening(network.site, network.site.host, inner)
  await untilListening(network.cloud, network.cloud.host, entry)
  return {
    name: 'stunnel',
    reach: { is: 'tcp', host: network.cloud.host, port: entry },
    processes: [server.pid ?? 0, client.pid ?? 0],
    stop: async () => {
      await end(client)
      await end(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
