/**
 * The connector service's own files, in a folder of their version beside those of others. A built product ships them; a source
 * checkout has a launcher that points to itself.
 */
import { readdirSync } from 'node:fs'
import { dirname, extname, join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ServicePayload } from './step.ts'

/** Folder of one version of the service, relative to the program folder. */
const versionFolder = (version: string) => `connector\\${version}`

/** `program` is the service's host program: a bundle (`.js`, with the rest of it beside) or its source. */
export const servicePayload = (version: string, program: string, uninstall: string): ServicePayload => {
  const below = versionFolder(version)
  return {
    version,
    uninstall,
    files: [
      ...(extname(program) === '.js' ? shippedBeside(program) : [launcherOf(program)]),
      { path: 'product.json', content: `${JSON.stringify({ product: 'Causeway Connector', version }, null, 2)}\n` },
    ].map(({ path, content }) => ({ path: `${below}\\${path}`, content })),
    command: ({ folders: { program: root, data } }) => [`${root}\\${below}\\node.exe`, `${root}\\${below}\\host.js`, '--data', data],
  }
}

/** With everything in folders below: node.exe, and the native modules in `node_modules`. */
const shippedBeside = (program: string) =>
  readdirSync(dirname(program), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => ({ path: relative(dirname(program), path).replaceAll(sep, '\\'), content: { shipped: path } }))

const launcherOf = (program: string) => ({
  path: 'host.js',
  content: `// Source checkout: the service runs from where it was cloned.\nimport ${JSON.stringify(pathToFileURL(program).href)}\n`,
})
