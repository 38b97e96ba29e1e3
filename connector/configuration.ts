/** Reads `connector.json`. */
import { X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConnectorConfiguration, dataFolderFiles } from '../contract/local-status-api.ts'
import { failed, succeeded, type Result } from '../contract/error-codes.ts'
import { errnoOf } from './identity/guarded-folder.ts'

const longestConfiguration = 1024 * 1024

/** Fails with CW4001, naming file and place. */
export const readConfiguration = async (dataFolder: string): Promise<Result<ConnectorConfiguration>> => {
  const file = join(dataFolder, dataFolderFiles.configuration)
  const damaged = (reason: string) => failed('CW4001', { file, reason })
  try {
    if ((await stat(file)).size > longestConfiguration) return damaged(`larger than ${longestConfiguration} bytes`)
    const parsed = ConnectorConfiguration.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return damaged(`${issue?.path.join('.') || 'content'}: ${issue?.message ?? 'not as expected'}`)
    }
    for (const [index, pem] of parsed.data.certificateAuthorities.entries()) {
      if (!isCertificate(pem)) return damaged(`certificateAuthorities.${index}: not a certificate`)
    }
    return succeeded(parsed.data)
  } catch (error) {
    return damaged(error instanceof SyntaxError ? error.message : errnoOf(error))
  }
}

const isCertificate = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}
