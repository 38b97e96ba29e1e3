/** SIDs of services (MS-DTYP 2.4.2.4). */
import { createHash } from 'node:crypto'

/** `NT SERVICE\<name>`: five numbers from the SHA-1 of the name in capital letters. */
export const serviceSid = (name: string): string => {
  const hash = createHash('sha1').update(Buffer.from(name.toUpperCase(), 'utf16le')).digest()
  return ['S-1-5-80', ...[0, 4, 8, 12, 16].map((at) => hash.readUInt32LE(at))].join('-')
}
