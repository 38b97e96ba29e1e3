/**
 * The one place that calls Windows' own libraries, for the service and for set-up. Functions are found when first called, so that
 * a missing one costs only what needs it. A function that is found may still be a stub that ends the process.
 */
import { decode, load, type LibraryHandle } from 'koffi'

/** An address in this process; null where there is none. */
export type Pointer = bigint | null

const libraries = new Map<string, LibraryHandle>()

const libraryOf = (name: string): LibraryHandle => {
  const loaded = libraries.get(name) ?? load(`${name}.dll`)
  libraries.set(name, loaded)
  return loaded
}

/** A function of a library by its C prototype. Calling it throws where the library or the function is missing. */
export const bind = <F extends (...given: never[]) => unknown>(
  library: string,
  prototype: string,
): ((...given: Parameters<F>) => ReturnType<F>) => {
  let found: ((...given: Parameters<F>) => ReturnType<F>) | undefined
  const find = (): ((...given: Parameters<F>) => ReturnType<F>) => libraryOf(library).func(prototype)
  return (...given) => {
    found ??= find()
    return found(...given)
  }
}

/** Like `bind`, for a call that takes long: made on another thread, so that this one goes on. The call's last error is lost. */
export const bindWaiting =
  (library: string, prototype: string): ((...given: unknown[]) => Promise<number>) =>
  (...given) =>
    new Promise((resolve, reject) => {
      libraryOf(library)
        .func(prototype)
        .async(...given, (error: Error | null, answer: number) => {
          if (error === null) resolve(answer)
          else reject(error)
        })
    })

/** Whether a library has a function of this name. Says nothing about whether it works. */
export const hasFunction = (library: string, name: string): boolean => {
  try {
    libraryOf(library).symbol(name)
    return true
  } catch {
    return false
  }
}

const getLastError = bind<() => number>('kernel32', 'uint32 __stdcall GetLastError()')

/** Must run before any other call: finding GetLastError after a failure would replace the code of that failure. */
export const prepareErrors = (): void => void getLastError()

/** Windows refused a call. `code` is a Win32 error, or an NTSTATUS when it has the high bits. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: number
  constructor(call: string, code: number) {
    super(`${call} answered ${code >>> 0 > 0xffff ? `0x${(code >>> 0).toString(16)}` : code}`)
    this.code = code
  }
}

/** For calls that return a status: throws `Refused` unless it is 0. */
export const demand = (status: number, call: string): void => {
  if (status !== 0) throw new Refused(call, status)
}

/** For calls that return success as non-zero: throws `Refused` with the last error otherwise. */
export const demandTrue = (success: number | Pointer, call: string): void => {
  if (success === null || success === 0 || success === 0n) throw new Refused(call, getLastError())
}

/** UTF-16 text up to its zero; empty where the pointer is null. */
export const textAt = (pointer: Pointer): string => (pointer === null || pointer === 0n ? '' : decode.string16(pointer))

/** UTF-16 text in a buffer, up to its zero. */
export const textIn = (buffer: Buffer): string => {
  const text = buffer.toString('utf16le')
  const end = text.indexOf('\0')
  return end === -1 ? text : text.slice(0, end)
}

export const firstOut = <T>(slot: readonly (T | null)[], call: string): T => {
  const [value] = slot
  if (value === null || value === undefined) throw new Error(`${call} answered nothing`)
  return value
}
