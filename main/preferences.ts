/** What the window remembers for a person: the language. A damaged file counts as none and is said in the log. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Logger } from 'pino'
import { z } from 'zod'
import { languages, type Language } from '../contract/wording/languages.ts'

const Preferences = z.object({ schema: z.literal('causeway.preferences/1'), language: z.enum(languages) })

/** The language of the product that is nearest to those of the system, best first. */
export const nearestLanguage = (system: readonly string[]): Language => {
  for (const tag of system) {
    if (/^zh\b/i.test(tag)) return 'zh-CN'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'en'
}

export interface LanguageMemory {
  readonly language: Language
  /** Keeps it for the next start. Where that is not possible it holds until the end of this one, and the log says so. */
  remember(language: Language): void
}

const readLanguage = (file: string, log: Logger): Language | undefined => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  try {
    return Preferences.parse(JSON.parse(text)).language
  } catch (error) {
    log.warn({ code: 'CW7004', file, err: error }, 'preferences are damaged and not used')
    return undefined
  }
}

export const languageMemory = (file: string, system: readonly string[], log: Logger): LanguageMemory => {
  let language = readLanguage(file, log) ?? nearestLanguage(system)
  return {
    get language() {
      return language
    },
    remember(chosen) {
      language = chosen
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(`${file}.new`, JSON.stringify({ schema: 'causeway.preferences/1', language }))
        renameSync(`${file}.new`, file)
      } catch (error) {
        log.warn({ code: 'CW7009', file, err: error }, 'preferences could not be kept')
      }
    },
  }
}
