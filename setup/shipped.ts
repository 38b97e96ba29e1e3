/** Where the things lie that come with this program: beside its bundle in a built product, in their own folders in a source checkout. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hashOfScript, ShippedScripts } from './host/windows/powershell/shipped-scripts.ts'

/** SHA-256 by file name, put into the bundle by `scripts/build.ts`. In a source checkout there is no build to compare with. */
declare const __powerShellScripts__: Readonly<Record<string, string>> | undefined

/** The first of the names that exists in this folder or one above it. */
const nearest = (names: readonly string[], fits: (path: string) => boolean = existsSync): string | undefined => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find(fits)
    if (found !== undefined || dirname(folder) === folder) return found
  }
}

const needed = (path: string | undefined, what: string): string => {
  if (path === undefined) throw new Error(`${what} did not come with this program`)
  return path
}

/** The connector service's host program. A missing one is found when the service is started, with this path in the message. */
export const connectorProgram = (): string =>
  nearest([join('connector', 'host.js'), join('connector', 'host.ts')]) ?? join(import.meta.dirname, '..', 'connector', 'host.js')

/** `causeway-setup`. */
export const commandLineProgram = (): string =>
  needed(nearest(['command-line.js', join('setup', 'command-line.js'), join('setup', 'command-line.ts')]), 'causeway-setup')

/** Program for calls to Windows that may hang or end their process. */
export const nativeCallProgram = (): string =>
  needed(
    nearest(['native-call.js', join('setup', 'native-call.js'), join('host', 'windows', 'native-call.ts')]),
    'the program for calls to Windows',
  )

/** Scripts for PowerShell: files of their own, because PowerShell reads no archive. */
export const powerShellScripts = (): ShippedScripts => {
  const folder = needed(
    nearest(['powershell', join('setup', 'powershell')], (path) => existsSync(join(path, 'facts.ps1'))),
    'the scripts for PowerShell',
  )
  if (typeof __powerShellScripts__ !== 'undefined') return new ShippedScripts(folder, __powerShellScripts__)
  const found = readdirSync(folder).map((name) => [name, hashOfScript(readFileSync(join(folder, name)))] as const)
  return new ShippedScripts(folder, Object.fromEntries(found))
}

/** Profiles of simulated servers. */
export const profilesFolder = (): string =>
  needed(
    nearest(['servers', join('tests', 'servers')], (path) => existsSync(join(path, 'healthy-2022.json'))),
    'the profiles',
  )

const manifest = (path: string): { version: string } | undefined => {
  if (!existsSync(path)) return undefined
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (typeof parsed !== 'object' || parsed === null || !('name' in parsed) || parsed.name !== 'causeway') return undefined
  return 'version' in parsed && typeof parsed.version === 'string' ? { version: parsed.version } : undefined
}

export const programVersion = (): string => {
  const path = nearest(['package.json'], (candidate) => manifest(candidate) !== undefined)
  return (path === undefined ? undefined : manifest(path))?.version ?? '0.0.0'
}
