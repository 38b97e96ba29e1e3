/** Who may touch the service's folders and files on Windows: SYSTEM, administrators, the service, and nobody else. */
import { serviceName } from '../../contract/service-definition.ts'
import { closedAccess, openToOthers } from './access-list.ts'
import { serviceSid } from './service-sid.ts'
import { prepareErrors } from './win32.ts'
import { ownerOfNewFiles, readAccess, setAccess } from './windows-access.ts'

const service = serviceSid(serviceName)
const [system, administrators] = ['S-1-5-18', 'S-1-5-32-544']

/** Why a file or folder may not be used; undefined when it may. What Windows does not tell is an objection too. */
export const guardOnWindows = (path: string): string | undefined => {
  prepareErrors()
  try {
    const own = ownerOfNewFiles()
    const { owner, list } = readAccess(path)
    if (![system, administrators, service, own].includes(owner)) return `belongs to ${owner}`
    return openToOthers(list, [service, own]) ? `is open to others (${list})` : undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Leaves a file or folder of this process to itself, SYSTEM, administrators and the service. Throws `Refused`. */
export const closeOnWindows = (path: string, kind: 'folder' | 'file'): void => {
  prepareErrors()
  setAccess(path, closedAccess(service, ownerOfNewFiles(), kind))
}
