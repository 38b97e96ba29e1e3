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
import { type Language } from '../contract/wording/languages.ts'
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
  /** The page that the window was started for, the first time it is asked; absent afterwards. */
  readonly takeWish: () => ResultOf<'preferences'>['opens']
  readonly agent: {
    call(name: AgentCall, argument: unknown): Promise<unknown>
    start(): Promise<ResultOf<'restartAgent'>>
    startReadOnly(): Promise<ResultOf<'restartAgent'>>
  }
}

/** Which call of the agent writes the text. */
const sourceOf = (what: ParsedArgumentOf<'saveText'>['what'], language: Language) => {
  switch (what) {
    case 'requestText':
      return { call: 'networkRequest', argument: { format: 'text', language } } as const
    case 'requestCsv':
      return { call: 'networkRequest', argument: { format: 'csv', language } } as const
    case 'requestMarkdown':
      return { call: 'networkRequest', argument: { format: 'markdown', language } } as const
    case 'connectivityPage':
      return { call: what, argument: { language } } as const
    case 'parametersFile':
    case 'connectivityReport':
    case 'logsText':
      return { call: what, argument: {} } as const
  }
}

const windowAnswers = ({ desktop, memory, signIn, takeWish, agent }: CallParts): Answers => ({
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
        const { call, argument: asked } = sourceOf(what, memory.language)
        const answer = wizardCalls[call].result.safeParse(await agent.call(call, asked))
        if (answer.success) return answer.data
        throw new CodedError('CW9001', `result of ${call} does not match its schema`)
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
  preferences: () => {
    const opens = takeWish()
    return { language: memory.language, theme: desktop.theme, ...(opens === undefined ? {} : { opens }) }
  },
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
  continueReadOnly: () => agent.startReadOnly(),
})

const isWindowCall = (name: WizardCall): name is WindowCall => Object.hasOwn(windowCalls, name)

/** Does what a call says: here, or by asking the agent. Arguments were parsed at the gate. */
export const answerCalls = (parts: CallParts): ((name: WizardCall, argument: unknown) => unknown) => {
  const answers = windowAnswers(parts)
  return (name, argument) => (isWindowCall(name) ? answers[name](argument as never) : parts.agent.call(name, argument))
}
