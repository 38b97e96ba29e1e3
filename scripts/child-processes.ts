/** Children of the developer commands: started with Node 24, ended with their parent, never left behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** Variables that would change which authorities or proxies are used behind the back of what is shown. */
const misleading = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'http_proxy',
  'https_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NODE_OPTIONS',
]

export const plainEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.includes(name)))

/** Asks a child to end, then insists after `milliseconds`. Resolves when it is gone. */
export const end = async (child: ChildProcess, milliseconds = 10_000): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  await gone
  clearTimeout(insist)
}

/** The first line on standard output that is JSON and that `accept` takes; rejects with the child's last words when it ends before. */
export const readyLine = async <T>(child: ChildProcess, accept: (line: unknown) => T | undefined): Promise<T> => {
  const words: string[] = []
  const remember = (line: string) => {
    words.push(line)
    if (words.length > 20) words.shift()
  }
  if (child.stdout === null || child.stderr === null) throw new TypeError('the child needs pipes on its standard output and error')
  createInterface({ input: child.stderr }).on('line', remember)
  const lines = createInterface({ input: child.stdout })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with exit code ${code ?? 'none'} before it was ready:\n${words.join('\n')}`)))
    child.once('error', reject)
    lines.on('line', (line) => {
      remember(line)
      if (!line.startsWith('{')) return
      const accepted = accept(JSON.parse(line))
      if (accepted !== undefined) resolve(accepted)
    })
  })
}

export const spawnNode = (args: readonly string[], stdio: 'inherit' | 'pipe', env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, args, {
    cwd: root,
    stdio: stdio === 'pipe' ? ['pipe', 'pipe', 'pipe'] : 'inherit',
    env: { ...plainEnvironment(), ...env },
  })
