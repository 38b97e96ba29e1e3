/** The page of a failure: our code and sentences, never a stack. */
import { type ErrorCode, type Failure } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { html } from './html.ts'
import { mark } from './icons.ts'
import { card, type PageFrame } from './shell.ts'
import { sentencesOf, wordingOf } from './wording/wording.ts'

const statuses: Partial<Record<ErrorCode, number>> = {
  CW2010: 403,
  CW2014: 403,
  CW2015: 403,
  CW2025: 429,
  CW5001: 401,
  CW5002: 403,
  CW5003: 404,
  CW5005: 409,
  CW5006: 429,
  CW5007: 401,
  CW5008: 429,
  CW5009: 403,
  CW5010: 410,
  CW5013: 503,
  CW5014: 413,
  CW9001: 500,
}

/** HTTP status of a failure; 400 where none fits better. */
export const statusOf = (code: ErrorCode): number => statuses[code] ?? 400

export const errorPage = (failure: Failure, language: Language): PageFrame => {
  const { words, say } = wordingOf(language)
  const { title, cause, next } = sentencesOf(failure, language)
  return {
    language,
    title,
    status: statusOf(failure.code),
    body: card(html`
      <div class="state">
        ${mark('fail', words.error.title)}
        <div class="section">
          <h1>${title}</h1>
          <p class="lead">${cause}</p>
          <p>${next}</p>
        </div>
      </div>
      <p class="note">${say(words.error.code, { code: failure.code })} · <a href="/console">${words.error.home}</a></p>
    `),
  }
}
