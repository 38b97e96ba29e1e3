/** Makes calls that may hang or end their process, in a child that is ended after its time. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { type Fact, known, Trust, unknown } from '../fact-sections.ts'

const status = z.number().int().nonnegative()

const SecureChannelAnswer = z.object({
  status: z.number().int(),
  channel: z.number().int().nonnegative().optional(),
  domainController: z.string().max(253).optional(),
})
export type SecureChannelAnswer = z.infer<typeof SecureChannelAnswer>

const TrustsAnswer = z.object({ status, trusts: z.array(Trust).max(1000) })
/** `status` of the call, `ticket` of what was asked for; both NTSTATUS. */
const TicketAnswer = z.object({ status, ticket: status.optional() })
export type TicketAnswer = z.infer<typeof TicketAnswer>

/** Below the budget of the checks, so that the reason is told instead of a bare "took too long". */
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

interface Call<T> {
  /** As `native-call.ts` knows it. */
  readonly name: string
  readonly given: string
  /** Function of Windows, for people. */
  readonly what: string
  readonly answer: z.ZodType<T>
}

/** `program` is the built or source file of `native-call.ts`. */
const ask = async <T>(program: string, { name, given, what, answer }: Call<T>, signal: AbortSignal): Promise<Fact<T>> => {
  // The answer goes through a file: under Wine a child of Node has no usable pipe.
  const folder = mkdtempSync(join(tmpdir(), 'causeway-'))
  const file = join(folder, 'answer.json')
  try {
    const code = await ended(program, [name, given, file], signal)
    signal.throwIfAborted()
    if (code === undefined) return unknown(`${what} did not answer within ${limit} ms`)
    if (code !== 0) return unknown(`${what} ended its process with 0x${(code >>> 0).toString(16)}`)
    return known(answer.parse(JSON.parse(readFileSync(file, 'utf8'))))
  } catch (error) {
    signal.throwIfAborted()
    return unknown(error instanceof Error ? error.message : String(error))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const askSecureChannel = (program: string, domain: string, signal: AbortSignal): Promise<Fact<SecureChannelAnswer>> =>
  ask(program, { name: 'secure-channel', given: domain, what: 'I_NetLogonControl2', answer: SecureChannelAnswer }, signal)

export const askTrusts = async (program: string, signal: AbortSignal): Promise<Fact<Trust[]>> => {
  const what = 'DsEnumerateDomainTrusts'
  const answer = await ask(program, { name: 'trusts', given: '-', what, answer: TrustsAnswer }, signal)
  if (answer.is !== 'known') return answer
  return answer.value.status === 0 ? known(answer.value.trusts) : unknown(`${what} answered ${answer.value.status}`)
}

/** `target` is the service the ticket is for: `ldap/dc1.contoso.example`. */
export const askTicket = (program: string, target: string, signal: AbortSignal): Promise<Fact<TicketAnswer>> =>
  ask(program, { name: 'ticket', given: target, what: 'LsaCallAuthenticationPackage', answer: TicketAnswer }, signal)
