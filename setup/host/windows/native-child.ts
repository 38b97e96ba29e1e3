/** Makes calls that may hang or end their process, in a child that is ended after its time. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Fact, known, unknown } from '../fact-sections.ts'

const SecureChannelAnswer = z.object({
  status: z.number().int(),
  channel: z.number().int().nonnegative().optional(),
  domainController: z.string().max(253).optional(),
})
export type SecureChannelAnswer = z.infer<typeof SecureChannelAnswer>

/** Below the budget of the check, so that the reason is told instead of a bare "took too long". */
const limit = 4500

/** Resolves with how it ended; undefined is "was ended by us". */
const ended = (program: string, given: readonly string[], signal: AbortSignal): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...given], { stdio: 'ignore', windowsHide: true })
    const timer = setTimeout(() => child.kill('SIGKILL'), limit)
    const cancel = () => child.kill('SIGKILL')
    signal.addEventListener('abort', cancel, { once: true })
    child.once('error', reject)
    child.once('close', (code, by) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', cancel)
      resolve(by === null ? (code ?? -1) : undefined)
    })
  })

/** `program` is the built or source file of `native-call.ts`. */
export const askSecureChannel = async (program: string, domain: string, signal: AbortSignal): Promise<Fact<SecureChannelAnswer>> => {
  // The answer goes through a file: under Wine a child of Node has no usable pipe.
  const folder = mkdtempSync(join(tmpdir(), 'causeway-'))
  const file = join(folder, 'answer.json')
  try {
    const code = await ended(program, ['secure-channel', domain, file], signal)
    signal.throwIfAborted()
    if (code === undefined) return unknown(`I_NetLogonControl2 did not answer within ${limit} ms`)
    if (code !== 0) return unknown(`I_NetLogonControl2 ended its process with 0x${(code >>> 0).toString(16)}`)
    return known(SecureChannelAnswer.parse(JSON.parse(readFileSync(file, 'utf8'))))
  } catch (error) {
    signal.throwIfAborted()
    return unknown(error instanceof Error ? error.message : String(error))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
