/** Local accounts: sign in with a password, change it, set it through a one-time link. */
import { and, eq, gt, isNull } from 'drizzle-orm'
import { type Role } from '../../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { type Secret } from '../../contract/secret.ts'
import { type Database } from '../store/database.ts'
import { organizations, users } from '../store/schema.ts'
import { consoleSessions, passwordLinks, passwords } from '../store/sign-in-schema.ts'
import { type LockOut } from './lock-out.ts'
import { defaultCost, hashPassword, type HashCost, isOutdated, passwordLength, verifyPassword } from './password-hash.ts'
import { newToken, tokenHash } from './secrets.ts'
import { type SignInAudit } from './sign-in-audit.ts'

/** Somebody who may sign in, with the organization they belong to. */
export interface Person {
  id: UserId
  email: string
  name: string
  role: Role
  organizationId: OrganizationId
  organizationName: string
}

export const passwordLinkLifetime = 24 * 60 * 60_000

const personColumns = {
  id: users.id,
  email: users.email,
  name: users.name,
  role: users.role,
  organizationId: users.organizationId,
  organizationName: organizations.name,
}

/** Absent: no such account, or it is disabled. */
export const findPerson = async (database: Database, id: string): Promise<Person | undefined> => {
  const [row] = await database
    .select(personColumns)
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(and(eq(users.id, id as UserId), isNull(users.disabledAt)))
  return row
}

/** Sets a password without asking for the old one, and ends the account's sessions. */
export const setPassword = async (
  database: Database,
  userId: UserId,
  password: Secret,
  now: Date,
  cost: HashCost = defaultCost,
): Promise<void> => {
  const hash = await hashPassword(password, cost)
  await database
    .insert(passwords)
    .values({ userId, hash, changedAt: now })
    .onConflictDoUpdate({ target: passwords.userId, set: { hash, changedAt: now } })
  await database.delete(consoleSessions).where(eq(consoleSessions.userId, userId))
}

/** Makes a one-time link's token; the link is `<origin>/sign-in/first/<token>`. Earlier links of the account end. */
export const createPasswordLink = async (database: Database, userId: UserId, now: Date): Promise<string> => {
  const token = newToken()
  await database.delete(passwordLinks).where(and(eq(passwordLinks.userId, userId), isNull(passwordLinks.usedAt)))
  await database
    .insert(passwordLinks)
    .values({ tokenHash: tokenHash(token), userId, createdAt: now, expiresAt: new Date(now.getTime() + passwordLinkLifetime) })
  return token
}

const usable = (token: string, now: Date) =>
  and(eq(passwordLinks.tokenHash, tokenHash(token)), isNull(passwordLinks.usedAt), gt(passwordLinks.expiresAt, now))

/** Whom a link is for, without using it. CW5010 when it is unknown, used or expired. */
export const inspectPasswordLink = async (database: Database, token: string, now: Date): Promise<Result<Person>> => {
  const [row] = await database.select({ userId: passwordLinks.userId }).from(passwordLinks).where(usable(token, now))
  const person = row === undefined ? undefined : await findPerson(database, row.userId)
  return person === undefined ? failed('CW5010') : succeeded(person)
}

/** Sets the password once. Of two who use the link at once, one gets CW5010. */
export const usePasswordLink = async (
  database: Database,
  token: string,
  password: Secret,
  now: Date,
  cost: HashCost = defaultCost,
): Promise<Result<Person>> => {
  const [row] = await database.update(passwordLinks).set({ usedAt: now }).where(usable(token, now)).returning()
  const person = row === undefined ? undefined : await findPerson(database, row.userId)
  if (person === undefined) return failed('CW5010')
  await setPassword(database, person.id, password, now, cost)
  return succeeded(person)
}

/** Why a new password is refused; absent when it is fine. */
export type PasswordFlaw = 'tooShort' | 'tooLong' | 'likeEmail' | 'notRepeated'

export const passwordFlaw = (password: Secret, repeated: Secret, email: string): PasswordFlaw | undefined => {
  const text = password.reveal()
  const length = Array.from(text).length
  if (length < passwordLength.least) return 'tooShort'
  if (length > passwordLength.most) return 'tooLong'
  if (text.toLowerCase().includes(email.toLowerCase())) return 'likeEmail'
  return text === repeated.reveal() ? undefined : 'notRepeated'
}

export interface Credentials {
  email: string
  password: Secret
  /** Network address of the browser. */
  address: string
}

export class PasswordSignIn {
  readonly #database: Database
  readonly #lockOut: LockOut
  readonly #audit: SignInAudit
  readonly #cost: HashCost
  readonly #decoy: Promise<string>

  /** @param decoy a password nobody has: unknown accounts are hashed against it, so that they take the same time. */
  constructor(database: Database, lockOut: LockOut, audit: SignInAudit, decoy: Secret, cost: HashCost = defaultCost) {
    this.#database = database
    this.#lockOut = lockOut
    this.#audit = audit
    this.#cost = cost
    this.#decoy = hashPassword(decoy, cost)
  }

  /** @returns CW5007 for a wrong password and for an unknown or disabled account alike, CW5008 while locked. */
  async signIn({ email: typed, password, address }: Credentials, now: Date): Promise<Result<Person>> {
    const email = typed.trim().toLowerCase()
    const attempt = { email, address }
    const [row] = await this.#database
      .select({ ...personColumns, hash: passwords.hash })
      .from(users)
      .innerJoin(organizations, eq(organizations.id, users.organizationId))
      .leftJoin(passwords, eq(passwords.userId, users.id))
      .where(and(eq(users.email, email), isNull(users.disabledAt)))
    const admitted = await this.#lockOut.admit(attempt, now)
    if (!admitted.ok) {
      if (row !== undefined) this.#audit.failed(row, address, 0)
      return admitted
    }
    const right = await verifyPassword(password, row?.hash ?? (await this.#decoy))
    if (row === undefined || row.hash === null || !right) {
      const lock = await this.#lockOut.failed(attempt, now)
      if (row !== undefined) this.#audit.failed(row, address, Math.ceil(lock / 1000))
      return failed('CW5007')
    }
    await this.#lockOut.succeeded(attempt)
    const { hash, ...person } = row
    if (isOutdated(hash, this.#cost)) {
      const renewed = await hashPassword(password, this.#cost)
      await this.#database.update(passwords).set({ hash: renewed }).where(eq(passwords.userId, person.id))
    }
    return succeeded(person)
  }
}
