/** Where the logs of this server are: set-up's own, and the connector service's. */
import { join } from 'node:path'
import { type LogSource } from '../../contract/log-entry.ts'
import { dataFolderFiles } from '../../contract/local-status-api.ts'
import { type HostReader } from '../host/host-reader.ts'
import { productNames } from '../host/registry-keys.ts'

/** Older files that each keeps. */
const older = { setup: 1, service: 4 } as const

/** The newest first. */
export const logFilesOf = (
  source: LogSource,
  { reader, stateFolder }: { reader: Pick<HostReader, 'localPath'>; stateFolder: string },
): string[] => {
  const newest =
    source === 'setup'
      ? join(stateFolder, 'logs', 'setup.log')
      : reader.localPath(`${productNames.dataFolder}\\${dataFolderFiles.log.replaceAll('/', '\\')}`)
  return [newest, ...Array.from({ length: older[source] }, (_, index) => `${newest}.${index + 1}`)]
}
