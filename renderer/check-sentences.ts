import { type CheckId } from '../contract/check-catalogue.ts'
import { type CheckResult, type Evidence } from '../contract/check-report.ts'
import { type CheckWording, type FactLabel, type SkipReason } from '../contract/wording/check-texts.ts'
import { bytes, format } from '../contract/wording/format.ts'
import { type Language } from '../contract/wording/languages.ts'
import { checkWording as english } from '../contract/wording/en/checks.ts'
import { checkWording as chinese } from '../contract/wording/zh-CN/checks.ts'
import { useLanguage } from './wizard.ts'

const wordings: Record<Language, CheckWording> = { en: english, 'zh-CN': chinese }

/** The table itself, for what window and command line say with one function. */
export const checkWordingIn = (language: Language): CheckWording => wordings[language]

/** What checks are called and what their results say, in the language of the window. */
export interface CheckSentences {
  /** "Clock". */
  readonly name: (id: CheckId) => string
  /** The finding as a title ("The clock is 7 minutes 12 seconds ahead"), or the name where there is none. */
  readonly title: (id: CheckId, result: CheckResult) => string
  /** Short text at the right of a row; for skipped checks why; empty where there is nothing to add. */
  readonly found: (id: CheckId, result: CheckResult) => string
  readonly needed: (id: CheckId, result: CheckResult) => string
  readonly why: (id: CheckId, result: CheckResult) => string
  /** What a person can do, in order. */
  readonly steps: (id: CheckId, result: CheckResult) => string[]
  /** Exactly what the named fix will change; absent where set-up cannot fix it. */
  readonly fix: (id: CheckId, result: CheckResult) => string | undefined
  readonly evidence: (evidence: Evidence) => { label: string; value: string }
}

/** Facts that are measured as a number of bytes. */
const inBytes: ReadonlySet<string> = new Set<FactLabel>(['memory', 'diskSize', 'diskFree'])

const lookUp = (table: Readonly<Record<string, string | undefined>>, key: string | undefined) =>
  key === undefined ? undefined : table[key]

export function checkSentencesIn(language: Language): CheckSentences {
  const wording = wordings[language]
  const complete = (sentence: string, { values }: CheckResult) => format(sentence, values, language)
  const name = (id: CheckId) => wording.checks[id].name
  const skipped = ({ reason, heldUpBy = [] }: CheckResult) => {
    const sentences: Readonly<Record<SkipReason, string>> = wording.skipped
    const separator = language === 'zh-CN' ? '、' : ', '
    return format(lookUp(sentences, reason) ?? '', { checks: heldUpBy.map(name).join(separator) }, language)
  }
  return {
    name,
    title: (id, result) => {
      const finding = lookUp(wording.checks[id].findings, result.finding)
      return finding === undefined ? name(id) : complete(finding, result)
    },
    found: (id, result) => {
      if (result.outcome === 'skip') return skipped(result)
      if (result.outcome === 'error') return result.reason ?? ''
      return complete(lookUp(wording.checks[id].summaries, result.finding) ?? '', result)
    },
    needed: (id, result) => complete(wording.checks[id].needed, result),
    why: (id, result) => complete(wording.checks[id].why, result),
    steps: (id, result) => wording.checks[id].steps.map((step) => complete(step, result)),
    fix: (id, result) => {
      const fix = result.remedy?.fix
      const sentence = lookUp(wording.checks[id].fixes, fix?.name)
      return fix === undefined || sentence === undefined ? undefined : format(sentence, { ...result.values, ...fix.values }, language)
    },
    evidence: ({ label, value }) => {
      const size = inBytes.has(label) && /^\d+$/.test(value) ? bytes(Number(value)) : undefined
      return { label: lookUp(wording.facts, label) ?? label, value: size ?? lookUp(wording.values, value) ?? value }
    },
  }
}

export const useCheckSentences = (): CheckSentences => checkSentencesIn(useLanguage())
