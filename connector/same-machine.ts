/** Whether the machine that the service runs on is the one that was enrolled. */
import { hostname } from 'node:os'
import { fingerprintOf, readLinuxMachine } from './identity/fingerprint.ts'

export type SameMachine = { readonly is: 'same' } | { readonly is: 'another' } | { readonly is: 'unknown'; readonly why: string }

const same: SameMachine = { is: 'same' }
const another: SameMachine = { is: 'another' }

/** Facts of a Windows machine; each may throw. */
export interface WindowsFacts {
  readonly machineGuid: () => string
  readonly systemUuid: () => string | undefined
  readonly hostName: string
}

/** A fact that this account cannot read proves nothing: only what was read and is different makes it another machine. */
export const compareWindows = (enrolled: string, { machineGuid, systemUuid, hostName }: WindowsFacts): SameMachine => {
  try {
    const guid = machineGuid()
    // Set-up leaves out a UUID that it cannot read.
    const without = fingerprintOf({ machineGuid: guid, systemUuid: '', hostName })
    if (without === enrolled) return same
    const uuid = systemUuid()
    return uuid !== undefined && fingerprintOf({ machineGuid: guid, systemUuid: uuid, hostName }) === enrolled ? same : another
  } catch (error) {
    return { is: 'unknown', why: error instanceof Error ? error.message : String(error) }
  }
}

export const sameMachine = async (enrolled: string): Promise<SameMachine> => {
  if (process.platform === 'linux') return fingerprintOf(await readLinuxMachine()) === enrolled ? same : another
  if (process.platform !== 'win32') return { is: 'unknown', why: process.platform }
  const { windowsMachineGuid, windowsSystemUuid } = await import('./identity/windows-machine.ts')
  return compareWindows(enrolled, { machineGuid: windowsMachineGuid, systemUuid: windowsSystemUuid, hostName: hostname() })
}
