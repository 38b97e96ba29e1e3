/** `npm run lab`: real faults in network namespaces, and whether the product names their causes. `-- <scene>…` some, `-- --list` what there is, `-- --json` for programs, `-- --open <scene>` the wizard in one. */
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join, resolve } from 'node:path'

const needed = ['ip', 'nft', 'ss', 'dnsmasq', 'squid', 'gcc', 'sysctl']

/** Why it cannot run here; undefined when it can. */
const hindrance = (): string | undefined => {
  if (process.platform !== 'linux') return 'needs Linux (network namespaces)'
  if (process.getuid?.() !== 0) return 'needs root (network namespaces)'
  const folders = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`.split(':')
  const isThere = (program: string) =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK)
        return true
      } catch {
        return false
      }
    })
  const missing = needed.filter((program) => !isThere(program))
  if (missing.length > 0) return `needs ${missing.join(', ')} (Debian: iproute2 nftables dnsmasq-base squid gcc libc6-dev procps)`
  const tried = spawnSync('unshare', ['--net', 'true'])
  return tried.status === 0 ? undefined : 'may not make network namespaces here'
}

const args = process.argv.slice(2)
const why = args.includes('--list') ? undefined : hindrance()
if (why !== undefined) {
  const required = process.env['CI'] !== undefined
  process.stdout.write(`${required ? 'FAILED' : 'SKIPPED'}: the fault laboratory ${why}.\n0 passed, ${required ? 1 : 0} failed\n`)
  process.exit(required ? 1 : 0)
}
// Scenes run what is shipped, which starts in half the time.
const built = spawnSync(process.execPath, [resolve(import.meta.dirname, 'build.ts')], { stdio: ['ignore', 2, 2] })
if (built.status !== 0) process.exit(1)
const child = spawn(process.execPath, [resolve(import.meta.dirname, '../tests/lab/run.ts'), ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
})
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill(name))
child.once('close', (code) => process.exit(code ?? 1))
