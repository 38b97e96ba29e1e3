/**
 * Nonces for proofs. Each is a time and a random part under a MAC, so that handing them out costs no memory; only those
 * that came back under a valid signature are remembered, until they would have run out anyway.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Milliseconds in which a nonce must be used. */
export const nonceLifetime = 60_000

const timeBytes = 6
const randomLength = 16
const macBytes = 16

export class Nonces {
  readonly #key = randomBytes(32)
  readonly #now: () => number
  /** Used value to the time when it runs out, oldest first. */
  readonly #used = new Map<string, number>()

  constructor(now: () => number) {
    this.#now = now
  }

  issue(): string {
    const body = Buffer.alloc(timeBytes + randomLength)
    body.writeUIntBE(this.#now(), 0, timeBytes)
    randomBytes(randomLength).copy(body, timeBytes)
    return Buffer.concat([body, this.#mac(body)]).toString('base64url')
  }

  /** True when we issued it and its time has not run out; says nothing about use. */
  isFresh(nonce: string): boolean {
    const bytes = Buffer.from(nonce, 'base64url')
    if (bytes.length !== timeBytes + randomLength + macBytes || bytes.toString('base64url') !== nonce) return false
    const body = bytes.subarray(0, timeBytes + randomLength)
    if (!timingSafeEqual(this.#mac(body), bytes.subarray(timeBytes + randomLength))) return false
    const age = this.#now() - body.readUIntBE(0, timeBytes)
    return age >= 0 && age <= nonceLifetime
  }

  /** Marks a nonce or a proof's id as used. False when it was used before. */
  use(value: string): boolean {
    const now = this.#now()
    for (const [old, until] of this.#used) {
      if (until > now) break
      this.#used.delete(old)
    }
    if (this.#used.has(value)) return false
    // Twice the lifetime: a proof may be as old as a nonce and be shown until both have run out.
    this.#used.set(value, now + 2 * nonceLifetime)
    return true
  }

  #mac(body: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(body).digest().subarray(0, macBytes)
  }
}
