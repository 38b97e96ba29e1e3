/** The connector service's own files. A built product ships them; a source checkout has a launcher that points to itself. */
import { existsSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type ServicePayload } from './step.ts'

export interface PayloadSources {
  readonly version: string
  /** Bundle of the connector service (`connector.mjs`), when there is one. */
  readonly bundle: string
  /** Its source, which Node runs as it is. */
  readonly source: string
}

export const servicePayload = ({ version, bundle, source }: PayloadSources): ServicePayload => {
  const program = existsSync(bundle)
    ? readFileSync(bundle)
    : `// Source checkout: the service runs from where it was cloned.\nimport ${JSON.stringify(pathToFileURL(source).href)}\n`
  return {
    version,
    files: [
      { path: 'service\\connector.mjs', content: program },
      { path: 'product.json', content: `${JSON.stringify({ product: 'Causeway Connector', version }, null, 2)}\n` },
    ],
    command: ({ folders }) => [`${folders.program}\\node.exe`, `${folders.program}\\service\\connector.mjs`, '--data', folders.data],
  }
}
