/** Browsers signed in to the console: a random cookie, its hash in the database. */
import { and, eq, gt, lt } from 'drizzle-orm'
import { type UserId } from '../../contract/ids.ts'
import { type Database } from '../store/database.ts'
import { consoleSessions } from '../store/sign-in-schema.ts'
import { findPerson, type Person } from './accounts.ts'
import { newToken, tokenHash } from './secrets.ts'

/** Milliseconds: without use, and at most. */
export const sessionIdle = 60 * 60_000
export const sessionLongest = 12 * 60 * 60_000

export class Sessions {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Always a new identifier, so that one planted before sign-in is worth nothing. */
  async begin(userId: UserId, now: Date): Promise<string> {
    const cookie = newToken()
    await this.#database.delete(consoleSessions).where(lt(consoleSessions.expiresAt, now))
    await this.#database.insert(consoleSessions).values({
      idHash: tokenHash(cookie),
      userId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + sessionLongest),
    })
    return cookie
  }

  /** Absent: no such session, ended, unused for too long, or the account is disabled. */
  async find(cookie: string | undefined, now: Date): Promise<Person | undefined> {
    if (cookie === undefined || cookie.length > 100) return undefined
    const idHash = tokenHash(cookie)
    const [row] = await this.#database
      .select()
      .from(consoleSessions)
      .where(
        and(
          eq(consoleSessions.idHash, idHash),
          gt(consoleSessions.expiresAt, now),
          gt(consoleSessions.lastSeenAt, new Date(now.getTime() - sessionIdle)),
        ),
      )
    if (row === undefined) return undefined
    // Written at most once a minute: a page that asks every two seconds must not write every two seconds.
    if (now.getTime() - row.lastSeenAt.getTime() > 60_000)
      await this.#database.update(consoleSessions).set({ lastSeenAt: now }).where(eq(consoleSessions.idHash, idHash))
    return findPerson(this.#database, row.userId)
  }

  async end(cookie: string | undefined): Promise<void> {
    if (cookie !== undefined) await this.#database.delete(consoleSessions).where(eq(consoleSessions.idHash, tokenHash(cookie)))
  }
}
