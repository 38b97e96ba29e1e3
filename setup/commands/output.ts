/** How the command line speaks: sentences in the reader's language, progress on standard error, results on standard output. */
import { type CheckRow } from '../../contract/check-report.ts'
import { checkCatalogue } from '../../contract/check-catalogue.ts'
import { type Cause, type ConnectivityReport, type Diagnosis } from '../../contract/connectivity.ts'
import { type ErrorCode, type Failure, type MessageValues } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { format } from '../../contract/wording/format.ts'
import { skipReasons } from '../../contract/wording/check-texts.ts'
import { checkWording as englishChecks } from '../../contract/wording/en/checks.ts'
import { checkWording as chineseChecks } from '../../contract/wording/zh-CN/checks.ts'
import { engine as englishEngine } from '../../contract/wording/en/engine.ts'
import { serviceEventTexts as englishEvents } from '../../contract/wording/en/service-events.ts'
import { serviceEventTexts as chineseEvents } from '../../contract/wording/zh-CN/service-events.ts'
import { errors as englishErrors } from '../../contract/wording/en/errors.ts'
import { engine as chineseEngine } from '../../contract/wording/zh-CN/engine.ts'
import { errors as chineseErrors } from '../../contract/wording/zh-CN/errors.ts'
import { changeFacts, type FixChange } from '../../contract/fix-change.ts'
import { type ActionRow, type Ledger, type MadeFix } from '../../contract/install-plan.ts'

const tables = {
  en: { engine: englishEngine, errors: englishErrors, checks: englishChecks },
  'zh-CN': { engine: chineseEngine, errors: chineseErrors, checks: chineseChecks },
} as const

export interface Output {
  readonly language: Language
  /** Machine-readable: sentences are left out. */
  readonly json: boolean
  /** A result; the only thing on standard output. */
  result(text: string): void
  /** How it goes; silent with `--quiet` and `--json`. */
  progress(text: string): void
  /** What went wrong; never silent. */
  problem(text: string): void
}

export const languageOf = (environment: NodeJS.ProcessEnv): Language =>
  /^zh/i.test(environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '') ? 'zh-CN' : 'en'

/** Control characters of data never reach a terminal. */
export const printable = (text: string): string => text.replace(/[^\P{Cc}\t\n]|[\u2028\u2029\p{Bidi_Control}]/gu, '?')

const say = (sentence: string, values: MessageValues, language: Language): string => printable(format(sentence, values, language))

/** The sentence of the event in the log of Windows. */
export const upgradedLine = (values: { readonly from: string; readonly to: string }, language: Language): string =>
  say((language === 'en' ? englishEvents : chineseEvents).upgraded, { ...values }, language)

/** One line: code, what happened, why. */
export const failureLine = ({ code, values }: Failure, language: Language): string => {
  const { title, cause } = tables[language].errors[code]
  return `${code}: ${say(title, values, language)}. ${say(cause, values, language)}`
}

export const failureNext = ({ code, values }: Failure, language: Language): string =>
  say(tables[language].errors[code].next, values, language)

export const actionLine = ({ action, state }: ActionRow, language: Language): string => {
  const { what, how } = tables[language].engine.actions[action.name]
  const text = `${what} (${say(how, action.values, language)})`
  switch (state.is) {
    case 'done':
      return `  [ok]   ${text}, ${(state.milliseconds / 1000).toFixed(1)} s`
    case 'failed':
      return `  [fail] ${text}: ${failureLine(state.failure, language)}`
    case 'undone':
      return `  [back] ${text}`
    case 'undoFailed':
      return `  [left] ${text}: ${failureLine(state.failure, language)}`
    case 'waiting':
    case 'running':
    case 'undoing':
      return `  [....] ${text}`
  }
}

/** What fixes did, for one and for many. */
const fixesLine = (fixes: readonly MadeFix[], language: Language): string => {
  const { fixesMade } = tables[language].engine
  return say(fixes.length === 1 ? fixesMade.one : fixesMade.other, { count: fixes.length }, language)
}

/** What was changed on this server. */
export const ledgerLine = (ledger: Ledger, language: Language): string => {
  const { ledger: sentences } = tables[language].engine
  switch (ledger.is) {
    case 'fixed':
      return fixesLine(ledger.fixes, language)
    case 'nothingChanged':
    case 'unreadable':
      return sentences[ledger.is]
    case 'changing':
    case 'changed':
    case 'interrupted':
    case 'takenBack': {
      const { fixes, ...values } = ledger
      if (fixes === undefined) return say(sentences[ledger.is], values, language)
      const sentence = ledger.is === 'takenBack' ? sentences.takenBackButFixes : sentences[ledger.is]
      return `${say(sentence, values, language)} ${fixesLine(fixes, language)}`
    }
  }
}

const isErrorCode = (code: string, language: Language): code is ErrorCode => code in tables[language].errors

/** Why, as the end of a sentence. */
export const causeLine = ({ code, endpoint, values }: Pick<Cause, 'code' | 'endpoint' | 'values'>, language: Language): string => {
  const known = tables[language].engine.causes[code] ?? (isErrorCode(code, language) ? tables[language].errors[code].title : code)
  return say(known, { reason: code, ...values, endpoint }, language)
}

/** What the sentence of the test leaves out, each a line: other causes with who acts, and what could not be found out. */
export const furtherLines = ({ diagnosis, further }: Pick<ConnectivityReport, 'diagnosis' | 'further'>, language: Language): string[] => {
  if (further === undefined) return []
  const { further: words, owners, layers } = tables[language].engine
  const causes = further.causes.map((cause) => `  ${causeLine(cause, language)} (${cause.code}). ${owners[cause.owner]}`)
  const unanswered = further.unanswered.map(({ layer, endpoint, reason }) => printable(`  ${layers[layer]}, ${endpoint}: ${reason}`))
  return [
    ...(causes.length === 0 ? [] : [`${diagnosis.is === 'notWorking' ? words.title : words.beside}:`, ...causes]),
    ...(unanswered.length === 0 ? [] : [`${words.unanswered}:`, ...unanswered]),
  ]
}

export const diagnosisLine = (diagnosis: Diagnosis, language: Language): string => {
  const { diagnosis: sentences } = tables[language].engine
  switch (diagnosis.is) {
    case 'working': {
      const { milliseconds, relay, through } = diagnosis
      return say(
        through === undefined ? sentences.working : sentences.workingThrough,
        { milliseconds, relay, through: through ?? '' },
        language,
      )
    }
    case 'notWorking':
      return `${say(sentences.notWorking, { cause: causeLine(diagnosis, language) }, language)} (${diagnosis.code})`
    case 'unknown':
      return `${sentences.unknown}: ${failureLine(diagnosis, language)}`
    case 'testing':
    case 'notInstalled':
      return say(sentences[diagnosis.is], {}, language)
  }
}

export const wordingOf = (language: Language) => tables[language]

const marks = { pass: '[ok]  ', warn: '[warn]', fail: '[fail]', skip: '[skip]', error: '[?]   ' } as const

/** The finding as its title, or why there is none. */
export const findingOf = ({ id, state }: CheckRow, language: Language): string => {
  const { checks, skipped } = tables[language].checks
  if (state.is !== 'done') return checks[id].name
  const { finding, values, heldUpBy = [], reason = '' } = state.result
  const findings: Readonly<Record<string, string>> = checks[id].findings
  if (finding !== undefined) return say(findings[finding] ?? finding, values, language)
  const why = skipReasons.find((known) => known === reason)
  const names = heldUpBy.map((other) => checks[other].name).join(', ')
  return `${checks[id].name}: ${why === undefined ? printable(reason) : say(skipped[why], { checks: names }, language)}`
}

/** Place, what stands there, what will: the same in every language. */
export const changeLine = (change: FixChange, back: boolean): string => {
  const { place, from, to } = changeFacts(change)
  return printable(`  [....] ${change.kind} ${place}: ${back ? to : from} -> ${back ? from : to}`)
}

export const checkLine = (row: CheckRow, language: Language): string => {
  if (row.state.is !== 'done') return `  [....] ${findingOf(row, language)}`
  const accepted = row.override === undefined ? '' : ` (${printable(row.override.reason)})`
  return `  ${marks[row.state.result.outcome]} ${checkCatalogue[row.id].code} ${findingOf(row, language)}${accepted}`
}
