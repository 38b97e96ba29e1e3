/** What the fingerprint of this Windows machine is made of (advapi32, kernel32). Every account may read all of it. */
import { systemUuidIn } from './smbios.ts'
import { bind, demand, textIn } from './win32.ts'

const getValue = bind<(root: bigint, key: string, name: string, flags: number, type: null, data: Buffer, size: number[]) => number>(
  'advapi32',
  'long __stdcall RegGetValueW(void *root, str16 key, str16 name, uint32 flags, void *type, void *data, _Inout_ uint32 *size)',
)
const getFirmwareTable = bind<(provider: number, table: number, buffer: Buffer, size: number) => number>(
  'kernel32',
  'uint32 __stdcall GetSystemFirmwareTable(uint32 provider, uint32 table, void *buffer, uint32 size)',
)

const localMachine = 0xffffffff80000002n
/** RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY. */
const textIn64BitView = 0x2 | 0x10000
const rawSmbios = 0x52534d42

/** `MachineGuid`; throws `Refused` where it cannot be read. */
export const windowsMachineGuid = (): string => {
  const [buffer, size] = [Buffer.alloc(1024), [1024]]
  const status = getValue(localMachine, 'SOFTWARE\\Microsoft\\Cryptography', 'MachineGuid', textIn64BitView, null, buffer, size)
  demand(status, 'RegGetValue of MachineGuid')
  return textIn(buffer.subarray(0, size[0]))
}

/** SMBIOS type 1 UUID; undefined where the firmware has none. Throws where its tables cannot be read. */
export const windowsSystemUuid = (): string | undefined => {
  const buffer = Buffer.alloc(1024 * 1024)
  const used = getFirmwareTable(rawSmbios, 0, buffer, buffer.length)
  if (used === 0 || used > buffer.length) throw new Error(`GetSystemFirmwareTable answered ${used} bytes`)
  return systemUuidIn(buffer.subarray(0, used))
}
