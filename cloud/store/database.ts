/** The embedded database (PGlite) of one control plane: opened, migrated, closed. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type ExtractTablesWithRelations } from 'drizzle-orm'
import { type PgDatabase } from 'drizzle-orm/pg-core'
import { drizzle, type PgliteDatabase, type PgliteQueryResultHKT } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { type Result, succeeded } from '../../contract/error-codes.ts'
import { unusable } from '../data-folder.ts'
import * as schema from './schema.ts'

export type Database = PgliteDatabase<typeof schema>

/** The database, or a transaction in it. */
export type Queries = PgDatabase<PgliteQueryResultHKT, typeof schema, ExtractTablesWithRelations<typeof schema>>

export interface OpenDatabase {
  database: Database
  /** Writes everything to disk. Nothing may be asked of the database after it. */
  close: () => Promise<void>
}

const migrationsFolder = join(import.meta.dirname, 'migrations')

/**
 * Opens the database in `folder` (made when it is missing) and brings its tables up to date.
 * @param folder absent: in memory, gone with the process; for tests.
 * @returns CW5012 when the folder does not hold a usable database.
 */
export const openDatabase = async (folder?: string): Promise<Result<OpenDatabase>> => {
  if (folder !== undefined) {
    const begun = existsSync(folder) && existsSync(join(folder, 'base'))
    // PGlite would make a new, empty database in a folder whose version file is gone, over what is left of the old one.
    if (begun && !existsSync(join(folder, 'PG_VERSION'))) return unusable(folder, 'PG_VERSION is missing')
    await mkdir(folder, { recursive: true, mode: 0o700 })
  }
  const client = new PGlite(folder === undefined ? {} : { dataDir: folder })
  try {
    await client.waitReady
    const database = drizzle(client, { schema })
    await migrate(database, { migrationsFolder })
    return succeeded({ database, close: () => client.close() })
  } catch (error) {
    await client.close().catch(() => undefined)
    return unusable(folder ?? 'memory', String(error))
  }
}
