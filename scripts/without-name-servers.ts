/**
 * Goes on with a script in a view of the file system of its own, whose only name server is a loopback address where nobody listens:
 * what a Windows machine of a test looks up reaches no server of the network that this machine is in.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainEnvironment } from './child-processes.ts'

/** Set in the part of a script that goes on inside. */
const insideMark = 'CAUSEWAY_WITHOUT_NAME_SERVERS'

export const isWithoutNameServers = (): boolean => process.env[insideMark] !== undefined

/** Exit code of the script; `folder` is where its file of name servers is written. */
export const goOnWithoutNameServers = (script: string, folder: string): number => {
  const resolvers = join(folder, 'resolv.conf')
  writeFileSync(resolvers, 'nameserver 127.0.0.99\noptions timeout:1 attempts:1\n')
  const own = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
  const mount = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
  const again = [process.execPath, script, ...process.argv.slice(2)]
  const env = { ...plainEnvironment(), [insideMark]: '1' }
  const given = [...own, '--mount', 'sh', '-c', mount, resolvers, ...again]
  return spawnSync('unshare', given, { env, stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1
}
