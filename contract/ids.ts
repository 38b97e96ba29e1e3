/** Branded identifiers. A value of one kind cannot be handed where another is expected. */
import { z } from 'zod'

/** Lower-case ULID-like identifiers made by the control plane: a short prefix, an underscore, 16 to 32 characters. */
const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{16,32}$`))

export const OrganizationId = id('org').brand('OrganizationId')
export type OrganizationId = z.infer<typeof OrganizationId>

export const LocationId = id('loc').brand('LocationId')
export type LocationId = z.infer<typeof LocationId>

export const ConnectorId = id('con').brand('ConnectorId')
export type ConnectorId = z.infer<typeof ConnectorId>

export const ResourceId = id('res').brand('ResourceId')
export type ResourceId = z.infer<typeof ResourceId>

export const EnrollmentId = id('enr').brand('EnrollmentId')
export type EnrollmentId = z.infer<typeof EnrollmentId>

export const EnrollmentTokenId = id('tok').brand('EnrollmentTokenId')
export type EnrollmentTokenId = z.infer<typeof EnrollmentTokenId>

export const ServiceKeyId = id('key').brand('ServiceKeyId')
export type ServiceKeyId = z.infer<typeof ServiceKeyId>

export const AuditId = id('aud').brand('AuditId')
export type AuditId = z.infer<typeof AuditId>

export const UserId = id('usr').brand('UserId')
export type UserId = z.infer<typeof UserId>

/** One run of a program or a job; carried in every log line of it. */
export const RunId = z
  .string()
  .regex(/^run_[0-9a-z]{8,32}$/)
  .brand('RunId')
export type RunId = z.infer<typeof RunId>

/** SHA-256 of what identifies a machine (machine GUID, system UUID, host name), lower-case hex. Never reversible. */
export const MachineFingerprint = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand('MachineFingerprint')
export type MachineFingerprint = z.infer<typeof MachineFingerprint>

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` prints it. */
export const Instant = z.iso.datetime()
export type Instant = z.infer<typeof Instant>
