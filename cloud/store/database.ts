/** The embedded database (PGlite) of one control plane: opened, migrated, closed. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
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

/** A data directory as PGlite dumps it: starting from one takes a tenth of making one. */
export type DatabaseTemplate = Pick<PGliteOptions, 'loadDataDir'>

const migrationsFolder = join(import.meta.dirname, 'migrations')
/** PGlite makes a new, empty database in a folder where one of these is gone, over what is left of the old one. */
const essentialFiles = ['PG_VERSION', 'base', 'global', 'pg_wal', 'pg_xact'] as const

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Names in the folder; empty when there is no folder. */
const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const openMigrated = async (client: PGlite): Promise<OpenDatabase> => {
  try {
    await client.waitReady
    const database = drizzle(client, { schema })
    await migrate(database, { migrationsFolder })
    return { database, close: () => client.close() }
  } catch (error) {
    // A database that could not be opened often cannot be closed either.
    await client.close().catch(() => undefined)
    throw error
  }
}

/** Makes the database beside its place and moves it there when it is whole: a crash in between leaves nothing half made. */
const makeDatabase = async (folder: string, template: DatabaseTemplate): Promise<void> => {
  const beside = `${folder}.new`
  await rm(beside, { recursive: true, force: true })
  await mkdir(beside, { recursive: true, mode: 0o700 })
  await (await openMigrated(new PGlite({ dataDir: beside, ...template }))).close()
  await rename(beside, folder)
}

/**
 * Opens the database in `folder` (made when it is missing or empty) and brings its tables up to date.
 * @param folder absent: in memory, gone with the process; for tests.
 * @param template what a new database begins from instead of nothing; an existing one is left as it is.
 * @returns CW5012 when the folder does not hold a usable database.
 */
export const openDatabase = async (folder?: string, template: DatabaseTemplate = {}): Promise<Result<OpenDatabase>> => {
  if (folder === undefined) return succeeded(await openMigrated(new PGlite(template)))
  try {
    const names = await namesIn(folder)
    const missing = essentialFiles.find((name) => !names.includes(name))
    if (names.length === 0) await makeDatabase(folder, template)
    else if (missing !== undefined) return unusable(join(folder, missing), 'It is missing, so this is not a whole database.')
    return succeeded(await openMigrated(new PGlite({ dataDir: folder })))
  } catch (error) {
    return unusable(folder, reasonOf(error))
  }
}
