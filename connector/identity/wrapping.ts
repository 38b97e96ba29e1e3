/** How secret bytes lie in a file: on Windows wrapped for this machine (DPAPI), elsewhere as they are, under the file's mode alone. */
import { type ErrorCode, failed, succeeded, type Result } from '../../contract/error-codes.ts'

export interface Wrapping {
  wrap(plain: Buffer): Buffer
  /** Fails with the code that was given when they were wrapped elsewhere or for another purpose. */
  unwrap(wrapped: Buffer, file: string): Result<Buffer>
}

const plainText: Wrapping = { wrap: (plain) => plain, unwrap: (wrapped) => succeeded(wrapped) }

/** Windows' libraries are loaded on Windows only. What was wrapped for one purpose is not unwrapped for another. */
export const wrappingHere = async (purpose: string, code: ErrorCode): Promise<Wrapping> => {
  if (process.platform !== 'win32') return plainText
  const { unwrapOnMachine, wrapForMachine } = await import('./data-protection.ts')
  return {
    wrap: (plain) => wrapForMachine(plain, purpose),
    unwrap: (wrapped, file) => {
      try {
        return succeeded(unwrapOnMachine(wrapped, purpose))
      } catch (error) {
        return failed(code, { file }, error instanceof Error ? error.message : String(error))
      }
    },
  }
}
