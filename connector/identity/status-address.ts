/**
 * Where the service of a data folder answers its local status API: `status.sock` in the folder itself. A Unix socket's
 * name has at most 107 bytes (`sun_path`, unix(7)), so below a deep folder it is a short name, made from the folder's, in a
 * folder of the account's own under the system's temporary folder. On Windows it is a named pipe.
 */
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { dataFolderFiles } from '../../contract/local-status-api.ts'

const longestSocketName = 100

export const statusAddress = (dataFolder: string): string => {
  // Windows does not tell upper from lower case in paths.
  const folder = process.platform === 'win32' ? resolve(dataFolder).toLowerCase() : resolve(dataFolder)
  const short = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\causeway-connector-${short}`
  const inside = join(folder, dataFolderFiles.socket)
  return Buffer.byteLength(inside) <= longestSocketName ? inside : join(tmpdir(), `causeway-${process.geteuid?.() ?? 0}`, `${short}.sock`)
}
