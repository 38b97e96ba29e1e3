/** Where the account of the proxy lies, as a path of the server. */
import { dataFolderFiles } from '../../contract/local-status-api.ts'

export const proxyAccountPath = (dataFolder: string): string => `${dataFolder}\\${dataFolderFiles.proxyAccount.replaceAll('/', '\\')}`
