/** An empty, initialized database for tests, made once for each version of PGlite: making one takes seconds, loading one does not. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type DatabaseTemplate } from '../../cloud/store/database.ts'

const modules = join(import.meta.dirname, '../../node_modules')
const folder = join(modules, '.cache/causeway')

/** For `databaseTemplate` of `startControlPlane`. */
export const databaseTemplate = async (): Promise<DatabaseTemplate> => {
  const { version } = JSON.parse(await readFile(join(modules, '@electric-sql/pglite/package.json'), 'utf8')) as { version: string }
  const path = join(folder, `pglite-${version}.tar.gz`)
  const cached = await readFile(path).catch(() => undefined)
  if (cached !== undefined) return { loadDataDir: new Blob([cached]) }
  const client = new PGlite()
  await client.waitReady
  const made = await client.dumpDataDir('gzip')
  await client.close()
  await mkdir(folder, { recursive: true })
  const beside = `${path}.${process.pid}`
  await writeFile(beside, Buffer.from(await made.arrayBuffer()))
  await rename(beside, path)
  return { loadDataDir: made }
}
