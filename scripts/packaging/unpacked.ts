/** Reads the facts of a package from the folder that electron-builder made (`win-unpacked`). */
import { extractFile, getRawHeader, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { z } from 'zod'
import { type Archive, type IntegrityEntry, type ProgramResources } from './inspection.ts'

/** `FuseState.ENABLE` and `DISABLE`: the digits of the wire. */
const states: Readonly<Record<number, boolean>> = { 48: false, 49: true }

export const readFuses = async (program: string): Promise<Readonly<Record<string, boolean>>> => {
  const wire: Readonly<Record<string, unknown>> = { ...(await getCurrentFuseWire(program)) }
  return Object.fromEntries(
    Object.entries(wire).flatMap(([index, state]) => {
      const name: unknown = (FuseV1Options as Readonly<Record<string, unknown>>)[index]
      const on = typeof state === 'number' ? states[state] : undefined
      return typeof name === 'string' && on !== undefined ? [[name, on] as const] : []
    }),
  )
}

const Integrity = z.array(z.object({ file: z.string(), alg: z.string(), value: z.string() }))

const resourcesOf = (program: string) => NtExecutableResource.from(NtExecutable.from(readFileSync(program), { ignoreCert: true })).entries

export const readProgram = (program: string): ProgramResources => {
  const entries = resourcesOf(program)
  const manifests = entries.filter(({ type }) => type === 24).map(({ bin }) => Buffer.from(bin).toString('utf8'))
  const [versionInfo] = Resource.VersionInfo.fromEntries(entries)
  const [language] = versionInfo?.getAllLanguagesForStringValues() ?? []
  return {
    executionLevels: manifests.flatMap((text) =>
      [...text.matchAll(/requestedExecutionLevel[^>]*\blevel="(\w+)"/g)].map(([, level]) => level ?? ''),
    ),
    strings: versionInfo === undefined || language === undefined ? {} : { ...versionInfo.getStringValues(language) },
  }
}

export const readIntegrity = (program: string): readonly IntegrityEntry[] => {
  const entry = resourcesOf(program).find(({ type }) => type === 'INTEGRITY')
  return entry === undefined ? [] : Integrity.parse(JSON.parse(Buffer.from(entry.bin).toString('utf8')))
}

const PackedManifest = z.looseObject({ main: z.string(), devDependencies: z.unknown().optional() })

export const readArchive = (file: string): Archive => {
  const { main, devDependencies } = PackedManifest.parse(JSON.parse(extractFile(file, 'package.json').toString('utf8')))
  return {
    files: listPackage(file, { isPack: false }).map((name) => name.replaceAll('\\', '/')),
    main,
    devDependencies: devDependencies !== undefined,
    headerHash: createHash('sha256').update(getRawHeader(file).headerString).digest('hex'),
  }
}

/** Paths below a folder, with `/`. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()

export const mebibytes = (paths: readonly string[]): number =>
  paths
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path).map((name) => join(path, name)) : [path]))
    .reduce((sum, path) => sum + statSync(path).size, 0) /
  1024 ** 2

export const hashOf = (path: string): string | undefined =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : undefined
