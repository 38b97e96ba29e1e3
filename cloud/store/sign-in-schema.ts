/** Tables of sign-in: passwords, lock-outs, one-time links, sessions, and what the OpenID Connect provider remembers. */
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { type SignInMachine } from '../../contract/control-plane-api.ts'
import { type SignInMethod } from '../../contract/enrollment.ts'
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { organizations, users } from './schema.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

const userColumn = () =>
  text('user_id')
    .$type<UserId>()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

export const passwords = pgTable('passwords', {
  userId: userColumn().primaryKey(),
  /** PHC string (`$argon2id$…`), parameters and salt inside. */
  hash: text('hash').notNull(),
  changedAt: instant('changed_at').notNull(),
})

/** Failed sign-ins. `key` is a keyed hash of an account's address or of a network address, so that typed names do not stand here. */
export const signInFailures = pgTable('sign_in_failures', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  lastFailureAt: instant('last_failure_at').notNull(),
  /** Absent: not locked. */
  lockedUntil: instant('locked_until'),
})

/** Links that set a password once. */
export const passwordLinks = pgTable('password_links', {
  /** SHA-256 of the token, hex. */
  tokenHash: text('token_hash').primaryKey(),
  userId: userColumn(),
  createdAt: instant('created_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
})

/** Browsers that are signed in to the console. */
export const consoleSessions = pgTable(
  'console_sessions',
  {
    /** SHA-256 of the cookie, hex. */
    idHash: text('id_hash').primaryKey(),
    userId: userColumn(),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('console_sessions_by_user').on(table.userId)],
)

/** One sign-in that a setup program has asked for: what the person compares on the consent page. */
export const signInRequests = pgTable('sign_in_requests', {
  id: text('id').primaryKey(),
  method: text('method').$type<Exclude<SignInMethod, 'token'>>().notNull(),
  words: text('words').notNull(),
  machine: jsonb('machine').$type<SignInMachine>(),
  requesterAddress: text('requester_address').notNull(),
  requestedAt: instant('requested_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  /** SHA-256 of the code in the short address, hex. Absent for device codes. */
  shortCodeHash: text('short_code_hash').unique(),
  shortCodeUsedAt: instant('short_code_used_at'),
  /** The pushed parameters, so that the short address can outlive the pushed request. */
  parameters: jsonb('parameters').$type<Record<string, string>>().notNull(),
})

/** Absent row: the organization does not allow device codes. */
export const deviceSignIn = pgTable('device_sign_in', {
  organizationId: text('organization_id')
    .$type<OrganizationId>()
    .primaryKey()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  allowed: boolean('allowed').notNull(),
})

/** What oidc-provider stores, one row a model instance. */
export const oidcPayloads = pgTable(
  'oidc_payloads',
  {
    model: text('model').notNull(),
    id: text('id').notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    grantId: text('grant_id'),
    userCode: text('user_code'),
    uid: text('uid'),
    expiresAt: instant('expires_at'),
    consumedAt: instant('consumed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.model, table.id] }),
    index('oidc_payloads_by_grant').on(table.grantId),
    index('oidc_payloads_by_user_code').on(table.userCode),
    index('oidc_payloads_by_uid').on(table.uid),
    index('oidc_payloads_by_expiry').on(table.expiresAt),
  ],
)

/** Keys that sign ID tokens; the newest not retired signs, all of them are published until they are deleted. */
export const signingKeys = pgTable('signing_keys', {
  id: text('id').primaryKey(),
  /** Private JWK. */
  jwk: jsonb('jwk').$type<Record<string, string>>().notNull(),
  createdAt: instant('created_at').notNull(),
  retiredAt: instant('retired_at'),
})

/** Random secrets made on first start (cookie signature, form guard, keyed hashes). */
export const signInSecrets = pgTable('sign_in_secrets', {
  name: text('name').primaryKey(),
  /** base64url of 32 bytes. */
  value: text('value').notNull(),
  createdAt: instant('created_at').notNull(),
})

/** DPoP proofs seen by the API, so that none works twice (RFC 9449, section 11.1). */
export const seenProofs = pgTable(
  'seen_proofs',
  {
    /** SHA-256 of key thumbprint and `jti`, hex. */
    id: text('id').primaryKey(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('seen_proofs_by_expiry').on(table.expiresAt)],
)
