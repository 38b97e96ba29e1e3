/**
 * The version of the connector service, told to relay, control plane and status. An installed one has it in the file that set-up laid
 * beside it; otherwise it is that of the product around it.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const Product = z.object({ product: z.literal('Causeway Connector'), version: z.string() })
const Manifest = z.object({ name: z.literal('causeway'), version: z.string() })

const versionIn = (file: string, schema: typeof Product | typeof Manifest): string | undefined =>
  existsSync(file) ? schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.version : undefined

const nearest = (folder: string): string =>
  versionIn(join(folder, 'product.json'), Product) ??
  versionIn(join(folder, 'package.json'), Manifest) ??
  (dirname(folder) === folder ? '0.0.0' : nearest(dirname(folder)))

export const version = nearest(import.meta.dirname)
