/**
 * Protects forms against requests forged by other sites: a random cookie that only this host can set (`__Host-`), and in each
 * form a keyed hash of that cookie and of what the form is for. Nothing is stored.
 */
import { timingSafeEqual } from 'node:crypto'
import '@fastify/cookie'
import { type FastifyReply, type FastifyRequest } from 'fastify'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type Secret } from '../../contract/secret.ts'
import { keyedHash, newToken } from '../sign-in/secrets.ts'

export const visitCookie = '__Host-causeway-visit'
export const cookieAttributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

const token = /^[A-Za-z0-9_-]{32}$/

const sameText = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}

export class FormGuard {
  readonly #key: Secret<Buffer>
  readonly #origin: string

  constructor(key: Secret<Buffer>, origin: string) {
    this.#key = key
    this.#origin = origin
  }

  /** The value of the hidden field `guard`. Gives the browser its cookie when it has none. */
  tokenFor(request: FastifyRequest, reply: FastifyReply): string {
    const present = request.cookies[visitCookie]
    if (present !== undefined && token.test(present)) return this.#hash(present)
    return this.#hash(this.renew(request, reply))
  }

  /** A new cookie after sign-in or sign-out: forms that were open before do not work any more. */
  renew(request: FastifyRequest, reply: FastifyReply): string {
    const visit = newToken()
    // A form on the page that answers this request must fit the cookie that is being set.
    request.cookies[visitCookie] = visit
    void reply.setCookie(visitCookie, visit, cookieAttributes)
    return visit
  }

  /** @returns CW5009 when field or cookie are missing or do not fit, or the browser says that another site sent the form. */
  check(request: FastifyRequest, field: string | undefined): Result<null> {
    const { origin, 'sec-fetch-site': site } = request.headers
    // "null" comes from pages under `Referrer-Policy: no-referrer`, ours included; the token decides then.
    if (origin !== undefined && origin !== 'null' && origin !== this.#origin) return failed('CW5009')
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return failed('CW5009')
    const visit = request.cookies[visitCookie]
    if (visit === undefined || field === undefined || !token.test(visit)) return failed('CW5009')
    return sameText(field, this.#hash(visit)) ? succeeded(null) : failed('CW5009')
  }

  #hash(visit: string): string {
    return keyedHash(this.#key, `form:${visit}`)
  }
}
