/**
 * Wraps bytes so that only this machine can unwrap them (DPAPI, crypt32: machine scope, never a window). Every account of the
 * machine that can read the wrapped bytes and knows the purpose can unwrap them: who may read them is the access list's part.
 */
import { struct, view } from 'koffi'
import { bind, demandTrue, type Pointer, prepareErrors } from './win32.ts'

struct('CAUSEWAY_DATA_BLOB', { length: 'uint32', data: 'void *' })
interface Blob {
  length: number
  data: Buffer | Pointer
}

const protect = bind<(plain: Blob, description: null, entropy: Blob, a: null, b: null, flags: number, out: Partial<Blob>) => number>(
  'crypt32',
  'int __stdcall CryptProtectData(CAUSEWAY_DATA_BLOB *in, str16 text, CAUSEWAY_DATA_BLOB *entropy, void *a, void *b, uint32 flags, _Out_ CAUSEWAY_DATA_BLOB *out)',
)
const unprotect = bind<(wrapped: Blob, description: null, entropy: Blob, a: null, b: null, flags: number, out: Partial<Blob>) => number>(
  'crypt32',
  'int __stdcall CryptUnprotectData(CAUSEWAY_DATA_BLOB *in, void *text, CAUSEWAY_DATA_BLOB *entropy, void *a, void *b, uint32 flags, _Out_ CAUSEWAY_DATA_BLOB *out)',
)
const localFree = bind<(memory: bigint) => Pointer>('kernel32', 'void *__stdcall LocalFree(void *memory)')

/** CRYPTPROTECT_UI_FORBIDDEN | CRYPTPROTECT_LOCAL_MACHINE. */
const machineWithoutWindow = 1 | 4

const blobOf = (bytes: Buffer): Blob => ({ length: bytes.length, data: bytes })

/** Copies what Windows allotted, overwrites it there and gives it back. */
const taken = ({ length = 0, data }: Partial<Blob>, call: string): Buffer => {
  if (typeof data !== 'bigint') throw new Error(`${call} answered nothing`)
  const there = new Uint8Array(view(data, length))
  const copy = Buffer.from(there)
  there.fill(0)
  localFree(data)
  return copy
}

/** `purpose` tells one use from another: what was wrapped for one is not unwrapped for another. Throws `Refused`. */
export const wrapForMachine = (plain: Buffer, purpose: string): Buffer => {
  prepareErrors()
  const out: Partial<Blob> = {}
  demandTrue(protect(blobOf(plain), null, blobOf(Buffer.from(purpose)), null, null, machineWithoutWindow, out), 'CryptProtectData')
  return taken(out, 'CryptProtectData')
}

/** Throws `Refused`: the bytes were wrapped on another machine or for another purpose, or are damaged. */
export const unwrapOnMachine = (wrapped: Buffer, purpose: string): Buffer => {
  prepareErrors()
  const out: Partial<Blob> = {}
  demandTrue(unprotect(blobOf(wrapped), null, blobOf(Buffer.from(purpose)), null, null, machineWithoutWindow, out), 'CryptUnprotectData')
  return taken(out, 'CryptUnprotectData')
}
