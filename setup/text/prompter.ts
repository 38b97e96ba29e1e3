/** Questions in a terminal. A thin layer over the prompts library, so that leaving is one exception-free path and tests can answer. */
import * as clack from '@clack/prompts'
import { format } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type MessageValues } from '../../contract/error-codes.ts'
import { printable } from '../commands/output.ts'
import { type TextWording, textWording } from './wording.ts'

export interface Choice<T extends string> {
  readonly value: T
  readonly label: string
  readonly hint?: string
}

/** `undefined` as an answer means that the person wants to leave. */
export interface Prompter {
  readonly select: <T extends string>(question: string, choices: readonly Choice<T>[]) => Promise<T | undefined>
  readonly text: (question: string, initial: string, wrong: (answer: string) => string | undefined) => Promise<string | undefined>
  readonly confirm: (question: string) => Promise<boolean | undefined>
  readonly say: (line: string) => void
  readonly warn: (line: string) => void
  readonly heading: (line: string) => void
  readonly begin: (line: string) => void
  readonly end: (line: string) => void
}

const answered = <T>(answer: T): Exclude<T, symbol> | undefined => (clack.isCancel(answer) ? undefined : (answer as Exclude<T, symbol>))

export const terminalPrompter = (): Prompter => ({
  select: async (question, choices) =>
    answered(
      await clack.select<string>({
        message: question,
        options: choices.map(({ value, label, hint }) => ({
          value,
          label: printable(label),
          ...(hint === undefined ? {} : { hint: printable(hint) }),
        })),
      }),
    ) as (typeof choices)[number]['value'] | undefined,
  text: async (question, initial, wrong) =>
    answered(await clack.text({ message: question, initialValue: initial, validate: (answer) => wrong(answer ?? '') })),
  confirm: async (question) => answered(await clack.confirm({ message: question, initialValue: false })),
  say: (line) => clack.log.message(line),
  warn: (line) => clack.log.warn(line),
  heading: (line) => clack.log.step(line),
  begin: (line) => clack.intro(line),
  end: (line) => clack.outro(line),
})

/** Not shown while it is typed; undefined when the person wants to leave. */
export const hiddenAnswer = async (question: string): Promise<string | undefined> => answered(await clack.password({ message: question }))

/** Completes a sentence of the guided set-up. */
export const speaker = (language: Language) => {
  const texts = textWording[language]
  return { texts, tell: (sentence: string, values: MessageValues = {}) => printable(format(sentence, values, language)) }
}

export type Speaker = { readonly texts: TextWording; readonly tell: (sentence: string, values?: MessageValues) => string }
