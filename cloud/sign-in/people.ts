/** The people of an organization, as its owners manage them; each change with its audit entry. */
import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { Role } from '../../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { type Database } from '../store/database.ts'
import { users } from '../store/schema.ts'
import { consoleSessions, passwords } from '../store/sign-in-schema.ts'
import { storeOf } from '../store/store.ts'
import { createPasswordLink } from './accounts.ts'
import { allowDeviceSignIn, isDeviceSignInAllowed } from './device-sign-in.ts'

export const NewPerson = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)),
  name: z.string().trim().min(1).max(120),
  role: Role,
})
export type NewPerson = z.infer<typeof NewPerson>

export interface Member {
  id: UserId
  email: string
  name: string
  role: Role
  /** False until the one-time link was used. */
  hasPassword: boolean
}

/** On whose behalf: an owner of the organization. */
export interface Owner {
  id: UserId
  email: string
  organizationId: OrganizationId
}

export class People {
  readonly #database: Database
  readonly #now: () => number

  constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  async list(organizationId: OrganizationId): Promise<Member[]> {
    const rows = await this.#database
      .select({ id: users.id, email: users.email, name: users.name, role: users.role, hash: passwords.userId })
      .from(users)
      .leftJoin(passwords, eq(passwords.userId, users.id))
      .where(and(eq(users.organizationId, organizationId), isNull(users.disabledAt)))
      .orderBy(asc(users.email))
    return rows.map(({ hash, ...member }) => ({ ...member, hasPassword: hash !== null }))
  }

  /** @returns the path of the link that sets the first password. CW5005 when the address is taken. */
  async add(owner: Owner, person: NewPerson): Promise<Result<string>> {
    const [taken] = await this.#database.select({ id: users.id }).from(users).where(eq(users.email, person.email))
    if (taken !== undefined) return failed('CW5005', { reason: person.email })
    const user = await storeOf(this.#database).users.create(owner.organizationId, person, this.#at())
    await this.#record(owner, 'person.added', person.email)
    return succeeded(await this.#link(user.id))
  }

  /** A new link, for a forgotten password. CW5003 when the person is not of the organization. */
  async newLink(owner: Owner, id: UserId): Promise<Result<string>> {
    const member = await storeOf(this.#database).users.get(owner.organizationId, id)
    if (member === undefined) return failed('CW5003')
    await this.#record(owner, 'person.passwordLink', member.email)
    return succeeded(await this.#link(id))
  }

  /** Takes away the account: sessions and tokens end. CW5005 for the own one, so that an organization keeps an owner. */
  async remove(owner: Owner, id: UserId): Promise<Result<null>> {
    const member = await storeOf(this.#database).users.get(owner.organizationId, id)
    if (member === undefined) return failed('CW5003')
    if (id === owner.id) return failed('CW5005', { reason: owner.email })
    await this.#database.update(users).set({ disabledAt: this.#at() }).where(eq(users.id, id))
    await this.#database.delete(consoleSessions).where(eq(consoleSessions.userId, id))
    await this.#record(owner, 'person.removed', member.email)
    return succeeded(null)
  }

  deviceCodesAllowed(organizationId: OrganizationId): Promise<boolean> {
    return isDeviceSignInAllowed(this.#database, organizationId)
  }

  async allowDeviceCodes(owner: Owner, allowed: boolean): Promise<void> {
    await allowDeviceSignIn(this.#database, owner.organizationId, allowed)
    await this.#record(owner, allowed ? 'deviceCodes.allowed' : 'deviceCodes.forbidden', owner.organizationId)
  }

  #at(): Date {
    return new Date(this.#now())
  }

  async #link(id: UserId): Promise<string> {
    return `/sign-in/first/${await createPasswordLink(this.#database, id, this.#at())}`
  }

  async #record({ organizationId, email }: Owner, action: string, object: string): Promise<void> {
    await storeOf(this.#database).auditLog.record(
      [{ organizationId, actor: email, action, object, outcome: 'done', values: {} }],
      this.#at(),
    )
  }
}
