/** New identifiers: a prefix and 26 characters that sort by the time they were made (ULID, Crockford base 32 in lower case). */
import { randomBytes } from 'node:crypto'
import {
  type AuditId,
  type ConnectorId,
  type EnrollmentId,
  type EnrollmentTokenId,
  type LocationId,
  type OrganizationId,
  type ResourceId,
  type ServiceKeyId,
  type UserId,
} from '../../contract/ids.ts'

interface IdOfPrefix {
  org: OrganizationId
  usr: UserId
  loc: LocationId
  con: ConnectorId
  enr: EnrollmentId
  tok: EnrollmentTokenId
  res: ResourceId
  key: ServiceKeyId
  aud: AuditId
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
let lastTime = 0
let lastRandom = 0n

const encode = (value: bigint, length: number): string => {
  let rest = value
  let text = ''
  for (let index = 0; index < length; index += 1) {
    text = (alphabet[Number(rest & 31n)] ?? '0') + text
    rest >>= 5n
  }
  return text
}

/** A new identifier; two made in one process sort in the order they were made, also within a millisecond. */
export const newId = <P extends keyof IdOfPrefix>(prefix: P, now: number = Date.now()): IdOfPrefix[P] => {
  if (now > lastTime) {
    lastTime = now
    // One bit less than the 80 of a ULID, so that counting up cannot overflow.
    lastRandom = BigInt(`0x${randomBytes(10).toString('hex')}`) >> 1n
  } else {
    lastRandom += 1n + BigInt(randomBytes(2).readUInt16BE())
  }
  return `${prefix}_${encode(BigInt(lastTime), 10)}${encode(lastRandom, 16)}` as IdOfPrefix[P]
}
