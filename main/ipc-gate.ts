/**
 * Every call of the page passes four gates: it comes from our window's main frame at our origin; its argument parses; its
 * handler answers; the answer parses. What is stopped is refused with a code and nothing has happened.
 */
import { type Logger } from 'pino'
import { CodedError, type ErrorCode } from '../contract/error-codes.ts'
import { type IpcAnswer } from '../contract/ipc-channels.ts'
import { wizardCalls, type WizardCall } from '../contract/wizard-api.ts'

/** Who asked, as Electron tells it. */
export interface Caller {
  readonly sender: unknown
  readonly senderFrame: { readonly origin: string } | null
}

export interface OurPage {
  readonly contents: unknown
  readonly mainFrame: unknown
  readonly origin: string
}

export interface GateParts {
  /** Absent while there is no window. */
  readonly page: () => OurPage | undefined
  /** Does what a call says; its argument has been parsed. */
  readonly handle: (name: WizardCall, argument: unknown) => unknown
  readonly log: Logger
}

const refused = (code: ErrorCode, message: string): IpcAnswer => ({ ok: false, refusal: { code, message } })

/** Whether a message comes from our window, its main frame and our origin. */
export const isOurs = (caller: Caller, page: OurPage | undefined): boolean =>
  page !== undefined &&
  caller.sender === page.contents &&
  caller.senderFrame !== null &&
  caller.senderFrame === page.mainFrame &&
  caller.senderFrame.origin === page.origin

const isCall = (name: unknown): name is WizardCall => typeof name === 'string' && Object.hasOwn(wizardCalls, name)

/** The listener for `ipcChannels.call`. Never throws and never rejects. */
export const ipcGate =
  ({ page, handle, log }: GateParts) =>
  async (caller: Caller, name: unknown, argument: unknown): Promise<IpcAnswer> => {
    if (!isOurs(caller, page())) {
      log.warn({ code: 'CW9002', origin: caller.senderFrame?.origin }, 'call of a page that is not ours refused')
      return refused('CW9002', 'call of a page that is not ours')
    }
    if (!isCall(name)) return refused('CW7007', 'no such call')
    const { argument: argumentSchema, result: resultSchema } = wizardCalls[name]
    const parsed = argumentSchema.safeParse(argument)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      log.warn({ code: 'CW7007', call: name, path: issue?.path }, 'argument refused')
      return refused('CW7007', `argument of ${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.slice(0, 500))
    }
    try {
      const result = resultSchema.safeParse(await handle(name, parsed.data))
      if (result.success) return { ok: true, value: result.data }
      const issue = result.error.issues[0]
      log.error({ code: 'CW9001', call: name, path: issue?.path, problem: issue?.message }, 'result does not match its schema')
      return refused('CW9001', `result of ${name} does not match its schema`)
    } catch (error) {
      const code = error instanceof CodedError ? error.code : 'CW9001'
      log.error({ code, call: name, err: error }, 'call failed')
      return refused(code, error instanceof Error ? error.message.slice(0, 500) : 'unexpected error')
    }
  }
