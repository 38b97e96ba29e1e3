/** The system UUID in the firmware's tables (DMTF DSP0134, 7.2 "System Information (Type 1)"). */

const headerLength = 8
const systemInformation = 1
const endOfTable = 127
const uuidAt = 8

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Raw table as `GetSystemFirmwareTable('RSMB')` gives it. Undefined when there is no UUID, or one of zeros or ones, which mean "none". */
export const systemUuidIn = (raw: Buffer): string | undefined => {
  if (raw.length < headerLength) return undefined
  const table = raw.subarray(headerLength, headerLength + raw.readUInt32LE(4))
  for (let at = 0; at + 4 <= table.length;) {
    const [type, length] = [table[at], table[at + 1] ?? 0]
    if (type === endOfTable || length < 4) return undefined
    if (type === systemInformation) {
      if (length < uuidAt + 16 || at + uuidAt + 16 > table.length) return undefined
      const uuid = table.subarray(at + uuidAt, at + uuidAt + 16)
      if (uuid.every((byte) => byte === 0) || uuid.every((byte) => byte === 0xff)) return undefined
      // The first three fields are little-endian since SMBIOS 2.6.
      const [a, b, c] = [uuid.subarray(0, 4).toReversed(), uuid.subarray(4, 6).toReversed(), uuid.subarray(6, 8).toReversed()]
      return [a, b, c, uuid.subarray(8, 10), uuid.subarray(10)].map(hex).join('-')
    }
    // The texts of a structure follow it and end with two zeros.
    const end = table.indexOf('\0\0', at + length, 'latin1')
    if (end === -1) return undefined
    at = end + 2
  }
  return undefined
}
