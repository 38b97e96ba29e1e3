/** The connector service's own files. A built product ships them; a source checkout has a launcher that points to itself. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ServicePayload } from './step.ts'

/** `program` is the service's host program: a bundle (`.js`, with the rest of it beside) or its source. */
export const servicePayload = (version: string, program: string): ServicePayload => ({
  version,
  files: [
    ...(extname(program) === '.js' ? bundleBeside(program) : [launcherOf(program)]),
    { path: 'product.json', content: `${JSON.stringify({ product: 'Causeway Connector', version }, null, 2)}\n` },
  ],
  command: ({ folders }) => [`${folders.program}\\node.exe`, `${folders.program}\\service\\host.js`, '--data', folders.data],
})

const bundleBeside = (program: string) =>
  readdirSync(dirname(program), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ path: `service\\${name}`, content: readFileSync(join(dirname(program), name)) }))

const launcherOf = (program: string) => ({
  path: 'service\\host.js',
  content: `// Source checkout: the service runs from where it was cloned.\nimport ${JSON.stringify(pathToFileURL(program).href)}\n`,
})
