/** Remembers why a certificate may not be used any more, so that a restarted service does not dial to be told again. */
import { join } from 'node:path'
import { type Failure } from '../contract/error-codes.ts'
import { dataFolderFiles, RevokedRecord } from '../contract/local-status-api.ts'
import { readGuardedFile, writeGuardedFile } from './identity/guarded-folder.ts'

const pathIn = (dataFolder: string): string => join(dataFolder, dataFolderFiles.revoked)

/** The reason, when this very certificate was revoked. A record that cannot be read counts as none: the relay will tell again. */
export const readRevoked = async (dataFolder: string, serial: string): Promise<Failure | undefined> => {
  const content = await readGuardedFile(pathIn(dataFolder), 65_536)
  if (!content.ok) return undefined
  try {
    const record = RevokedRecord.safeParse(JSON.parse(content.value.toString('utf8')))
    return record.data?.serial === serial ? record.data.failure : undefined
  } catch {
    return undefined
  }
}

export const writeRevoked = async (dataFolder: string, record: RevokedRecord): Promise<void> => {
  await writeGuardedFile(pathIn(dataFolder), `${JSON.stringify(record)}\n`)
}
