/** Which npm packages went into a bundle: noted while it is made, so that licences and the bill of materials name what is shipped and nothing else. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

export const BundledPackage = z.object({ name: z.string(), version: z.string(), folder: z.string() })
export type BundledPackage = z.infer<typeof BundledPackage>

const Manifest = z.object({ name: z.string(), version: z.string() })

/** The folder of the package that a module belongs to; absent for the product's own modules. */
export const packageFolderOf = (module: string): string | undefined => {
  const path = module.replace(/^\0+/, '').replace(/\?.*$/, '').replaceAll('\\', '/')
  const at = path.lastIndexOf('/node_modules/')
  if (at < 0) return undefined
  const [scope = '', name = ''] = path.slice(at + '/node_modules/'.length).split('/')
  const folder = scope.startsWith('@') ? `${scope}/${name}` : scope
  return `${path.slice(0, at)}/node_modules/${folder}`
}

export const packagesOf = (modules: Iterable<string>): BundledPackage[] => {
  const folders = new Set([...modules].flatMap((module) => packageFolderOf(module) ?? []))
  return [...folders].sort().flatMap((folder) => {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) return []
    return [{ ...Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))), folder }]
  })
}

interface Chunk {
  readonly type: string
  readonly moduleIds?: readonly string[]
}

/** A plug-in of Vite that writes the packages of one bundle to `file`. */
export const notePackages = (file: string) => ({
  name: 'causeway-note-packages',
  generateBundle: (_options: unknown, bundle: Readonly<Record<string, Chunk>>): void => {
    const modules = Object.values(bundle).flatMap(({ moduleIds }) => moduleIds ?? [])
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(packagesOf(modules), null, 2))
  },
})

/** Of all bundles, each package once. */
export const readBundledPackages = (folder: string): BundledPackage[] => {
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => z.array(BundledPackage).parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
  return [...new Map(all.map((one) => [`${one.name}@${one.version}`, one])).values()].sort((one, other) =>
    one.name.localeCompare(other.name),
  )
}
