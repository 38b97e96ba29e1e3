/** The bill of materials (CycloneDX) of what is shipped: made by CycloneDX's own tool from the lock files, then cut to what is in the package. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from '../child-processes.ts'

const Component = z.looseObject({ type: z.string(), name: z.string(), group: z.string().optional(), version: z.string().optional() })
export const BillOfMaterials = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({ component: Component.optional() }),
  components: z.array(Component),
  dependencies: z.array(z.looseObject({ ref: z.string() })).optional(),
})
export type BillOfMaterials = z.infer<typeof BillOfMaterials>

export const nameOf = ({ group, name, version }: z.infer<typeof Component>): string =>
  `${group === undefined ? name : `${group}/${name}`}@${version ?? ''}`

/** All packages that npm installed in a folder. */
const everything = (folder: string): BillOfMaterials => {
  const program = join(root, 'node_modules', '@cyclonedx', 'cyclonedx-npm', 'bin', 'cyclonedx-npm-cli.js')
  const given = ['--flatten-components', '--output-reproducible', '--output-format', 'JSON', '--ignore-npm-errors', '--no-validate']
  const { stdout, status, stderr } = spawnSync(process.execPath, [program, ...given], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (status !== 0) throw new Error(`cyclonedx-npm ended with ${status ?? 'a signal'}: ${stderr.slice(-500)}`)
  return BillOfMaterials.parse(JSON.parse(stdout))
}

/** `shipped`: `name@version` of every package in the product. A package that is not in the bill is an error, never left out. */
export const cutToShipped = (bills: readonly BillOfMaterials[], shipped: ReadonlySet<string>): BillOfMaterials => {
  const [first] = bills
  if (first === undefined) throw new TypeError('no bill of materials')
  const all = new Map(bills.flatMap(({ components }) => components.map((component) => [nameOf(component), component] as const)))
  const components = [...shipped].sort().map((name) => {
    const component = all.get(name)
    if (component === undefined) throw new Error(`${name} is shipped but not in the lock file`)
    return component
  })
  const { dependencies: _all, ...rest } = first
  return { ...rest, components }
}

export const billOfMaterials = (shipped: ReadonlySet<string>): BillOfMaterials =>
  cutToShipped([everything(root), everything(join(root, 'build', 'windows-parts'))], shipped)
