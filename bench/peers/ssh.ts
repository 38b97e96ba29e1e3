/** `ssh -R`: OpenSSH's server on the cloud side listens, its client on the site dials the resource. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { end, run } from '../child.ts'
import { freePort, untilListening } from '../ports.ts'
import { type StartPeer } from './peer.ts'

const daemon = '/usr/sbin/sshd'

export const startSsh: StartPeer = async ({ network, resource }) => {
  if (!existsSync(daemon)) return { skipped: `${daemon} is missing (openssh-server)` }
  const folder = mkdtempSync(join(tmpdir(), 'cwb-'))
  const file = (name: string) => join(folder, name)
  for (const name of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)])
  const { host } = network.cloud
  const [port, entry] = [await freePort(), await freePort()]
  mkdirSync('/run/sshd', { recursive: true })
  writeFileSync(
    file('sshd_config'),
    [
      `Port ${port}`,
      `ListenAddress ${host}`,
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('user')}.pub`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin prohibit-password',
      'AllowTcpForwarding yes',
      'GatewayPorts clientspecified',
      'MaxSessions 1000',
      `PidFile ${file('pid')}`,
    ].join('\n'),
  )
  const server = run(network.cloud, daemon, ['-D', '-e', '-f', file('sshd_config')])
  await untilListening(network.cloud, host, port)
  const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'ExitOnForwardFailure=yes', 'LogLevel=ERROR'].flatMap(
    (option) => ['-o', option],
  )
  const forward = `${host}:${entry}:${resource.host}:${resource.port}`
  const client = run(network.site, 'ssh', [
    '-N',
    '-i',
    file('user'),
    '-p',
    String(port),
    ...options,
    '-R',
    forward,
    `${userInfo().username}@${host}`,
  ])
  await untilListening(network.cloud, host, entry)
  return {
    name: 'ssh -R',
    reach: { is: 'tcp', host, port: entry },
    processes: [server.pid ?? 0, client.pid ?? 0],
    stop: async () => {
      await end(client)
      await end(server)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
