/** The calls that the window's own process answers. */
import { CodedError, failed, succeeded } from '../contract/error-codes.ts'
import { type SignInState } from '../contract/enrollment.ts'
import {
  windowCalls,
  wizardCalls,
  type AgentCall,
  type ParsedArgumentOf,
  type ResultOf,
  type WindowCall,
  type WizardCall,
} from '../contract/wizard-api.ts'
import { linkTarget, type LinkTarget } from './external-links.ts'
import { type LanguageMemory } from './preferences.ts'
import { saveBundle } from './save-bundle.ts'
import { saveText } from './save-text.ts'

type Answers = { readonly [C in WindowCall]: (argument: ParsedArgumentOf<C>) => ResultOf<C> | Promise<ResultOf<C>> }

export interface Desktop {
  open(target: LinkTarget): Promise<void>
  copy(text: string): Promise<void>
  askWhereToSave(proposed: string): Promise<string | undefined>
  readonly documents: string
  readonly theme: 'light' | 'dark' | 'contrast'
  closeWindow(): void
}

export interface CallParts {
  readonly desktop: Desktop
  readonly memory: LanguageMemory
  readonly signIn: () => SignInState | undefined
  readonly agent: { call(name: AgentCall, argument: unknown): Promise<unknown>; start(): Promise<ResultOf<'restartAgent'>> }
}

const windowAnswers = ({ desktop, memory, signIn, agent }: CallParts): Answers => ({
  openLink: async (request) => {
    const target = linkTarget(request, signIn())
    if (!target.ok) return target
    return desktop.open(target.value).then(
      () => succeeded({}),
      (error: unknown) =>
        failed('CW2027', { address: target.value.is === 'web' ? target.value.address : target.value.page }, String(error)),
    )
  },
  copyText: async ({ text }) => {
    await desktop.copy(text)
    return {}
  },
  saveText: (argument) =>
    saveText(argument, {
      textOf: async (what) => {
        const answer = wizardCalls[what].result.safeParse(
          await agent.call(what, what === 'connectivityPage' ? { language: memory.language } : {}),
        )
        if (answer.success) return answer.data
        throw new CodedError('CW9001', `result of ${what} does not match its schema`)
      },
      ask: (proposed) => desktop.askWhereToSave(proposed),
      folder: desktop.documents,
    }),
  saveBundle: () =>
    saveBundle({
      archive: async () => {
        const answer = wizardCalls.bundleArchive.result.safeParse(await agent.call('bundleArchive', {}))
        if (answer.success) return answer.data
        throw new CodedError('CW9001', 'result of bundleArchive does not match its schema')
      },
      ask: (proposed) => desktop.askWhereToSave(proposed),
      folder: desktop.documents,
    }),
  preferences: () => ({ language: memory.language, theme: desktop.theme }),
  setLanguage: ({ language }) => {
    memory.remember(language)
    return {}
  },
  closeWindow: () => {
    // The answer leaves before the page does.
    setImmediate(() => desktop.closeWindow())
    return {}
  },
  restartAgent: () => agent.start(),
})

const isWindowCall = (name: WizardCall): name is WindowCall => Object.hasOwn(windowCalls, name)

/** Does what a call says: here, or by asking the agent. Arguments were parsed at the gate. */
export const answerCalls = (parts: CallParts): ((name: WizardCall, argument: unknown) => unknown) => {
  const answers = windowAnswers(parts)
  return (name, argument) => (isWindowCall(name) ? answers[name](argument as never) : parts.agent.call(name, argument))
}
