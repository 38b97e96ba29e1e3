import { type ErrorCode, type Failure, type MessageValues } from '../contract/error-codes.ts'
import { format } from '../contract/wording/format.ts'
import { type Language } from '../contract/wording/languages.ts'
import { engine as engineEn, type EngineWording } from '../contract/wording/en/engine.ts'
import { errors as errorsEn, type ErrorText } from '../contract/wording/en/errors.ts'
import { engine as engineZh } from '../contract/wording/zh-CN/engine.ts'
import { errors as errorsZh } from '../contract/wording/zh-CN/errors.ts'
import { useLanguage } from './wizard.ts'

const engines: Record<Language, EngineWording> = { en: engineEn, 'zh-CN': engineZh }
const errorTexts: Record<Language, Record<ErrorCode, ErrorText>> = { en: errorsEn, 'zh-CN': errorsZh }

/** Sentences that window and command line share, completed with their values, in the language of the window. */
export interface Sentences {
  /** Texts of the engine as they are; complete those with values by `complete`. */
  readonly engine: EngineWording
  /** What stands between two sentences of one line: nothing in Chinese, where the full stop brings its own room. */
  readonly gap: string
  /** Fills `{name}` and `{name:unit}`. */
  complete: (sentence: string, values: MessageValues) => string
  /** What happened, why, what to do. */
  failure: (failure: Pick<Failure, 'code' | 'values'>) => { title: string; cause: string; next: string }
}

export function sentencesIn(language: Language): Sentences {
  const complete = (sentence: string, values: MessageValues) => format(sentence, values, language)
  return {
    engine: engines[language],
    gap: language === 'zh-CN' ? '' : ' ',
    complete,
    failure: ({ code, values }) => {
      const { title, cause, next } = errorTexts[language][code]
      return { title: complete(title, values), cause: complete(cause, values), next: complete(next, values) }
    },
  }
}

/** `const { failure } = useSentences(); failure(state.failure).title`. */
export const useSentences = (): Sentences => sentencesIn(useLanguage())
