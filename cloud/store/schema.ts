/**
 * Tables of the control plane. Every row belongs to one organization; foreign keys between an organization's rows carry the
 * organization too, so that the database itself refuses a row that points into another organization.
 *
 * Sign-in has its own tables in `sign-in-schema.ts`. After a change here or there run `cloud/store/generate-migrations.sh`.
 */
import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, integer, jsonb, pgTable, text, timestamp, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { type ConnectorLoad, type PublishedResource, type Role } from '../../contract/control-plane-api.ts'
import { type Label, type SignInMethod } from '../../contract/enrollment.ts'
import { type ErrorCode, type MessageValues } from '../../contract/error-codes.ts'
import {
  type AuditId,
  type ConnectorId,
  type EnrollmentId,
  type EnrollmentTokenId,
  type LocationId,
  type MachineFingerprint,
  type OrganizationId,
  type ResourceId,
  type ServiceKeyId,
  type UserId,
} from '../../contract/ids.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

export const organizations = pgTable('organizations', {
  id: text('id').$type<OrganizationId>().primaryKey(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull(),
})

const organizationColumn = () =>
  text('organization_id')
    .$type<OrganizationId>()
    .notNull()
    .references(() => organizations.id)

/** People who sign in. `email` is stored in lower case and names the account across all organizations. */
export const users = pgTable(
  'users',
  {
    id: text('id').$type<UserId>().primaryKey(),
    organizationId: organizationColumn(),
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** Set when the account may no longer sign in. */
    disabledAt: instant('disabled_at'),
  },
  (table) => [unique('users_in_organization').on(table.id, table.organizationId), index('users_by_organization').on(table.organizationId)],
)

export const locations = pgTable(
  'locations',
  {
    id: text('id').$type<LocationId>().primaryKey(),
    organizationId: organizationColumn(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Counts changes of the published resources; connectors are told the new revision. */
    revision: integer('revision').notNull().default(1),
  },
  (table) => [
    unique('locations_in_organization').on(table.id, table.organizationId),
    uniqueIndex('locations_by_name').on(table.organizationId, sql`lower(${table.name})`),
  ],
)

export const connectors = pgTable(
  'connectors',
  {
    id: text('id').$type<ConnectorId>().primaryKey(),
    organizationId: organizationColumn(),
    locationId: text('location_id').$type<LocationId>().notNull(),
    name: text('name').notNull(),
    machineName: text('machine_name').notNull(),
    operatingSystem: text('operating_system').notNull(),
    domain: text('domain'),
    version: text('version').notNull(),
    fingerprint: text('fingerprint').$type<MachineFingerprint>().notNull(),
    simulated: boolean('simulated').notNull(),
    labels: jsonb('labels').$type<Label[]>().notNull(),
    state: text('state').$type<'active' | 'revoked'>().notNull(),
    draining: boolean('draining').notNull().default(false),
    /** Lower-case hex. */
    certificateSerial: text('certificate_serial').notNull(),
    /** After a renewal, until the new certificate is seen for the first time: the answer may have been lost on its way. */
    previousCertificateSerial: text('previous_certificate_serial'),
    certificateExpiresAt: instant('certificate_expires_at').notNull(),
    enrolledAt: instant('enrolled_at').notNull(),
    /** Absent: the channel was never open. */
    lastContactAt: instant('last_contact_at'),
    load: jsonb('load').$type<ConnectorLoad>(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    unique('connectors_in_organization').on(table.id, table.organizationId),
    foreignKey({ columns: [table.locationId, table.organizationId], foreignColumns: [locations.id, locations.organizationId] }),
    uniqueIndex('connectors_by_name')
      .on(table.locationId, sql`lower(${table.name})`)
      .where(sql`${table.state} = 'active'`),
    index('connectors_by_fingerprint').on(table.organizationId, table.fingerprint),
  ],
)

export const enrollments = pgTable(
  'enrollments',
  {
    id: text('id').$type<EnrollmentId>().primaryKey(),
    organizationId: organizationColumn(),
    connectorId: text('connector_id').$type<ConnectorId>().notNull(),
    /** Kept after the location is deleted, so no foreign key. */
    locationId: text('location_id').$type<LocationId>().notNull(),
    machineName: text('machine_name').notNull(),
    by: text('by').notNull(),
    method: text('method').$type<SignInMethod>().notNull(),
    at: instant('at').notNull(),
    replaced: text('replaced').$type<ConnectorId>(),
  },
  (table) => [index('enrollments_by_organization').on(table.organizationId, table.id)],
)

export const enrollmentTokens = pgTable(
  'enrollment_tokens',
  {
    id: text('id').$type<EnrollmentTokenId>().primaryKey(),
    organizationId: organizationColumn(),
    locationId: text('location_id').$type<LocationId>().notNull(),
    note: text('note').notNull(),
    /** SHA-256 of the token, hex. The token is 256 random bits, so that a plain hash is enough. */
    tokenHash: text('token_hash').notNull().unique(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    foreignKey({ columns: [table.locationId, table.organizationId], foreignColumns: [locations.id, locations.organizationId] }).onDelete(
      'cascade',
    ),
  ],
)

export const publishedResources = pgTable(
  'published_resources',
  {
    id: text('id').$type<ResourceId>().primaryKey(),
    organizationId: organizationColumn(),
    locationId: text('location_id').$type<LocationId>().notNull(),
    name: text('name').notNull(),
    protocol: text('protocol').$type<PublishedResource['protocol']>().notNull(),
    target: text('target').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    foreignKey({ columns: [table.locationId, table.organizationId], foreignColumns: [locations.id, locations.organizationId] }).onDelete(
      'cascade',
    ),
    unique('published_resources_by_name').on(table.locationId, table.name),
  ],
)

export const serviceKeys = pgTable(
  'service_keys',
  {
    id: text('id').$type<ServiceKeyId>().primaryKey(),
    organizationId: organizationColumn(),
    name: text('name').notNull(),
    /** SHA-256 of the key, hex. */
    keyHash: text('key_hash').notNull().unique(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [index('service_keys_by_organization').on(table.organizationId, table.id)],
)

export const auditLog = pgTable(
  'audit_log',
  {
    id: text('id').$type<AuditId>().primaryKey(),
    organizationId: organizationColumn(),
    at: instant('at').notNull(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    object: text('object').notNull(),
    outcome: text('outcome').$type<'done' | 'refused' | 'failed'>().notNull(),
    code: text('code').$type<ErrorCode>(),
    values: jsonb('values').$type<MessageValues>().notNull(),
  },
  (table) => [index('audit_log_by_organization').on(table.organizationId, table.id)],
)
