/** The texts of a language, and the sentences of error codes. */
import { type Failure, type MessageValues } from '../../../contract/error-codes.ts'
import { errors as englishErrors } from '../../../contract/wording/en/errors.ts'
import { format } from '../../../contract/wording/format.ts'
import { type Language } from '../../../contract/wording/languages.ts'
import { errors as chineseErrors } from '../../../contract/wording/zh-CN/errors.ts'
import { en, type PageWording } from './en.ts'
import { zhCN } from './zh-CN.ts'

const pages: Record<Language, PageWording> = { en, 'zh-CN': zhCN }
const errors = { en: englishErrors, 'zh-CN': chineseErrors }

/** Texts of pages, and a function that completes one. */
export const wordingOf = (language: Language): { words: PageWording; say: (sentence: string, values?: MessageValues) => string } => ({
  words: pages[language],
  say: (sentence, values = {}) => format(sentence, values, language),
})

/** What happened, why, and what to do, for a failure. */
export const sentencesOf = (failure: Failure, language: Language): { title: string; cause: string; next: string } => {
  const text = errors[language][failure.code]
  const say = (sentence: string): string => format(sentence, failure.values, language)
  return { title: say(text.title), cause: say(text.cause), next: say(text.next) }
}
