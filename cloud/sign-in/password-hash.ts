/** Passwords at rest: Argon2id, parameters as OWASP's password storage cheat sheet advises (46 MiB, one pass, one lane). */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { type Secret } from '../../contract/secret.ts'

const derive = promisify(argon2)

export interface HashCost {
  /** KiB. */
  memory: number
  passes: number
  parallelism: number
}

export const defaultCost: HashCost = { memory: 47_104, passes: 1, parallelism: 1 }

const tagLength = 32
const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43})$/

// Each derivation takes tens of MiB; more than a few at once would let anybody who can post a form exhaust the memory.
const atOnce = 4
let running = 0
const waiting: (() => void)[] = []

const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

// NFKC, so that a password typed on another keyboard layout or system gives the same bytes (RFC 8265, section 4.2.2).
const bytesOf = (password: Secret): Buffer => Buffer.from(password.reveal().normalize('NFKC'), 'utf8')

const tagOf = (password: Secret, salt: Buffer, cost: HashCost): Promise<Buffer> =>
  inTurn(() => derive('argon2id', { message: bytesOf(password), nonce: salt, tagLength, ...cost }))

/** A PHC string with a new salt. */
export const hashPassword = async (password: Secret, cost: HashCost = defaultCost): Promise<string> => {
  const salt = randomBytes(16)
  const tag = await tagOf(password, salt, cost)
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`
}

/** Absent when the string is not one of ours. */
const parse = (hash: string): { cost: HashCost; salt: Buffer; tag: Buffer } | undefined => {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(hash) ?? []
  if (salt === undefined || tag === undefined) return undefined
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** False also for a string that is not one of ours. */
export const verifyPassword = async (password: Secret, hash: string): Promise<boolean> => {
  const parsed = parse(hash)
  if (parsed === undefined) return false
  return timingSafeEqual(await tagOf(password, parsed.salt, parsed.cost), parsed.tag)
}

/** Whether a hash was made with another cost than today's and should be made again at the next sign-in. */
export const isOutdated = (hash: string, cost: HashCost = defaultCost): boolean => {
  const parsed = parse(hash)
  return (
    parsed === undefined ||
    parsed.cost.memory !== cost.memory ||
    parsed.cost.passes !== cost.passes ||
    parsed.cost.parallelism !== cost.parallelism
  )
}

/** Shortest and longest password. NIST SP 800-63B asks for length, not for mixtures of characters. */
export const passwordLength = { least: 12, most: 256 } as const
