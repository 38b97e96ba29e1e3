/** The service manager of this process: Windows' own where it started us, signals elsewhere. */
import { plainProcess } from './plain-process.ts'
import { type ServiceManager } from './service-manager.ts'

export const openServiceManager = async (): Promise<ServiceManager> => {
  // Windows' libraries are loaded on Windows only.
  if (process.platform !== 'win32') return plainProcess()
  const { openWindowsService } = await import('./windows-service.ts')
  return (await openWindowsService()) ?? plainProcess()
}
