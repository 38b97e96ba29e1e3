/** The page that sets a password: the first one through a link, or a new one for somebody signed in. */
import { type Failure } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { statusOf } from '../pages/error-page.ts'
import { html } from '../pages/html.ts'
import { card, notice, type PageFrame } from '../pages/shell.ts'
import { sentencesOf, wordingOf } from '../pages/wording/wording.ts'
import { type PasswordFlaw, type Person } from './accounts.ts'
import { passwordLength } from './password-hash.ts'

export interface PasswordForm {
  language: Language
  person: Person
  guard: string
  kind: 'first' | 'change'
  action: string
  flaw?: PasswordFlaw | undefined
  failure?: Failure
}

export const passwordForm = ({ language, person, guard, kind, action, flaw, failure }: PasswordForm): PageFrame => {
  const { words, say } = wordingOf(language)
  const text = words.password
  const title = kind === 'first' ? text.firstTitle : text.changeTitle
  const lengths = { least: passwordLength.least, most: passwordLength.most }
  const sentences = failure === undefined ? undefined : sentencesOf(failure, language)
  return {
    language,
    title,
    status: failure !== undefined ? statusOf(failure.code) : flaw === undefined ? 200 : 422,
    body: card(html`
      <div class="head">
        <h1>${title}</h1>
        ${kind === 'first' && html`<p class="lead">${say(text.firstLead, { name: person.name, organization: person.organizationName })}</p>`}
      </div>
      ${sentences !== undefined && notice('fail', sentences.title, sentences.next)}
      ${flaw !== undefined && notice('fail', say(text[flaw], lengths))}
      <form method="post" action="${action}" class="fields">
        <input type="hidden" name="guard" value="${guard}" />
        <div class="field">
          <label for="email">${words.signIn.email}</label>
          <input id="email" type="email" autocomplete="username" value="${person.email}" readonly />
        </div>
        ${
          kind === 'change' &&
          html`<div class="field">
            <label for="present">${text.present}</label>
            <input id="present" name="present" type="password" autocomplete="current-password" maxlength="256" required />
          </div>`
        }
        <div class="field">
          <label for="new">${text.new}</label>
          <input
            id="new"
            name="new"
            type="password"
            autocomplete="new-password"
            minlength="${passwordLength.least}"
            maxlength="256"
            aria-describedby="rule"
            required
            ${flaw !== undefined && html`aria-invalid="true"`}
          />
          <p id="rule" class="note">${say(text.rule, lengths)}</p>
        </div>
        <div class="field">
          <label for="repeat">${text.repeat}</label>
          <input id="repeat" name="repeat" type="password" autocomplete="new-password" maxlength="256" required />
        </div>
        <div class="row end"><button type="submit" class="primary">${kind === 'first' ? text.submit : text.change}</button></div>
      </form>
    `),
  }
}
