/** Locks an account and a network address for a while after failed sign-ins, longer each time. */
import { eq, inArray, sql } from 'drizzle-orm'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type Secret } from '../../contract/secret.ts'
import { type Database } from '../store/database.ts'
import { signInFailures } from '../store/sign-in-schema.ts'
import { keyedHash } from './secrets.ts'

/** Failures that cost nothing, and the first lock after them; each further failure doubles it, up to `longest`. Milliseconds. */
export interface LockPolicy {
  free: number
  first: number
  longest: number
}

export const accountPolicy: LockPolicy = { free: 5, first: 15_000, longest: 15 * 60_000 }
/** Many people may share one address, so it takes more. */
export const addressPolicy: LockPolicy = { free: 30, first: 15_000, longest: 15 * 60_000 }

/** Failures are forgotten after this time without another one. Milliseconds. */
export const forgetAfter = 24 * 60 * 60_000

/** How long the failure with this number locks, milliseconds; 0 for none. */
export const lockAfter = (failures: number, policy: LockPolicy): number =>
  failures < policy.free ? 0 : Math.min(policy.longest, policy.first * 2 ** Math.min(failures - policy.free, 30))

export interface Attempt {
  email: string
  address: string
}

export class LockOut {
  readonly #database: Database
  readonly #key: Secret<Buffer>

  constructor(database: Database, key: Secret<Buffer>) {
    this.#database = database
    this.#key = key
  }

  #keys({ email, address }: Attempt): { account: string; address: string } {
    return { account: keyedHash(this.#key, `account:${email}`), address: keyedHash(this.#key, `address:${address}`) }
  }

  /** @returns CW5008 with `seconds` while the account or the address is locked. Unknown accounts lock like known ones. */
  async admit(attempt: Attempt, now: Date): Promise<Result<null>> {
    const keys = Object.values(this.#keys(attempt))
    const rows = await this.#database.select().from(signInFailures).where(inArray(signInFailures.key, keys))
    const until = Math.max(0, ...rows.map((row) => row.lockedUntil?.getTime() ?? 0))
    if (until <= now.getTime()) return succeeded(null)
    return failed('CW5008', { seconds: Math.ceil((until - now.getTime()) / 1000) })
  }

  /** @returns milliseconds for which the account is locked now; 0 when it is not. */
  async failed(attempt: Attempt, now: Date): Promise<number> {
    const keys = this.#keys(attempt)
    const lock = await this.#count(keys.account, accountPolicy, now)
    await this.#count(keys.address, addressPolicy, now)
    return lock
  }

  /** Forgets the failures of the account. Those of the address stay: a known password must not open the door to guessing others. */
  async succeeded(attempt: Attempt): Promise<void> {
    await this.#database.delete(signInFailures).where(eq(signInFailures.key, this.#keys(attempt).account))
  }

  async #count(key: string, policy: LockPolicy, now: Date): Promise<number> {
    const forgotten = new Date(now.getTime() - forgetAfter).toISOString()
    const [row] = await this.#database
      .insert(signInFailures)
      .values({ key, failures: 1, lastFailureAt: now })
      .onConflictDoUpdate({
        target: signInFailures.key,
        set: {
          failures: sql`case when ${signInFailures.lastFailureAt} < ${forgotten}::timestamptz then 1 else ${signInFailures.failures} + 1 end`,
          lastFailureAt: now,
        },
      })
      .returning()
    const lock = lockAfter(row?.failures ?? 0, policy)
    if (lock > 0)
      await this.#database
        .update(signInFailures)
        .set({ lockedUntil: new Date(now.getTime() + lock) })
        .where(eq(signInFailures.key, key))
    return lock
  }
}
