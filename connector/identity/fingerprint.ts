/** What tells one machine from another, hashed: a clone or a renamed machine has another fingerprint than the one enrolled. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { MachineFingerprint } from '../../contract/ids.ts'

export interface MachineIdentity {
  /** `HKLM\SOFTWARE\Microsoft\Cryptography\MachineGuid`, or `/etc/machine-id`. */
  readonly machineGuid: string
  /** SMBIOS system UUID; empty where the account may not read it. */
  readonly systemUuid: string
  readonly hostName: string
}

/** SHA-256 over the three, each trimmed and lower-cased, with a separator that none can hold. */
export const fingerprintOf = ({ machineGuid, systemUuid, hostName }: MachineIdentity): MachineFingerprint =>
  MachineFingerprint.parse(
    createHash('sha256')
      .update(['causeway.machine/1', machineGuid, systemUuid, hostName].map((part) => part.trim().toLowerCase()).join('\0'))
      .digest('hex'),
  )

const firstLine = async (path: string): Promise<string> => {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch {
    return ''
  }
}

/**
 * This Linux machine. The system UUID is left out: only root may read it, and the service must find the same
 * fingerprint as the set-up that ran as another account.
 */
export const readLinuxMachine = async (): Promise<MachineIdentity> => ({
  machineGuid: await firstLine('/etc/machine-id'),
  systemUuid: '',
  hostName: hostname(),
})
