/** Sign-ins that setup programs have asked for: machine, matching words, short address. */
import { randomBytes, randomInt } from 'node:crypto'
import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { apiScope, setupClient, type SignInMachine } from '../../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type Database } from '../store/database.ts'
import { signInRequests } from '../store/sign-in-schema.ts'
import { newMatchingWords } from './matching-words.ts'
import { tokenHash } from './secrets.ts'

export type SignInRequest = typeof signInRequests.$inferSelect

/** What is asked for; a device request has no parameters of its own and comes from setup alone. */
export const scopesOf = ({ parameters }: SignInRequest): string[] => (parameters['scope'] ?? setupClient.scope).split(' ')
/** Whether a program asks for all that the person may do, and not setup for one enrollment. */
export const isForApi = (request: SignInRequest): boolean => scopesOf(request).includes(apiScope)

/** Milliseconds that the person has, from the request to their decision. The short address ends with it. */
export const requestLifetime = 5 * 60_000
export const deviceRequestLifetime = 10 * 60_000

// No vowels, so no words; nothing that is read as something else (0 O, 1 l I, 2 Z, 5 S, 8 B).
const shortAlphabet = '34679cdfghjkmnpqrtvwxy'
export const shortCodeLength = 8

/** 35 bits: typed by hand, it is guarded by one use, five minutes and a rate limit. */
export const newShortCode = (random: (below: number) => number = (below) => randomInt(below)): string =>
  Array.from({ length: shortCodeLength }, () => shortAlphabet[random(shortAlphabet.length)]).join('')

export interface NewSignInRequest {
  method: SignInRequest['method']
  machine: SignInMachine | undefined
  requesterAddress: string
}

export class SignInRequests {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Remembers a request. Its parameters follow with `complete`, once they are known to be right. */
  async begin({ method, machine, requesterAddress }: NewSignInRequest, now: Date): Promise<SignInRequest> {
    await this.#database.delete(signInRequests).where(lt(signInRequests.expiresAt, new Date(now.getTime() - 60 * 60_000)))
    const lifetime = method === 'device' ? deviceRequestLifetime : requestLifetime
    const [row] = await this.#database
      .insert(signInRequests)
      .values({
        id: randomBytes(16).toString('hex'),
        method,
        words: newMatchingWords(),
        machine,
        requesterAddress,
        requestedAt: now,
        expiresAt: new Date(now.getTime() + lifetime),
        parameters: {},
      })
      .returning()
    if (row === undefined) throw new Error('sign-in request was not stored')
    return row
  }

  /** Keeps the pushed parameters and makes the short code, which is told once. */
  async giveShortCode(id: string, parameters: Record<string, string>): Promise<string> {
    const code = newShortCode()
    await this.#database
      .update(signInRequests)
      .set({ parameters, shortCodeHash: tokenHash(code) })
      .where(eq(signInRequests.id, id))
    return code
  }

  /** Absent: unknown or expired. */
  async find(id: unknown, now: Date): Promise<SignInRequest | undefined> {
    if (typeof id !== 'string') return undefined
    const [row] = await this.#database
      .select()
      .from(signInRequests)
      .where(and(eq(signInRequests.id, id), gt(signInRequests.expiresAt, now)))
    return row
  }

  /** @returns CW5010 when the code is unknown, used or expired. One of two who use it at once gets it. */
  async redeem(code: string, now: Date): Promise<Result<SignInRequest>> {
    const [row] = await this.#database
      .update(signInRequests)
      .set({ shortCodeUsedAt: now })
      .where(
        and(
          eq(signInRequests.shortCodeHash, tokenHash(code.toLowerCase())),
          isNull(signInRequests.shortCodeUsedAt),
          gt(signInRequests.expiresAt, now),
        ),
      )
      .returning()
    return row === undefined ? failed('CW5010') : succeeded(row)
  }
}
