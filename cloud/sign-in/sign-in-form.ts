/** The sign-in form, on its own page and inside a request of setup. */
import { type Failure } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { html, type Html } from '../pages/html.ts'
import { notice } from '../pages/shell.ts'
import { sentencesOf, wordingOf } from '../pages/wording/wording.ts'

export interface SignInForm {
  language: Language
  action: string
  guard: string
  email?: string | undefined
  failure?: Failure | undefined
  /** Where to go afterwards; only on the page of its own. */
  returnTo?: string | undefined
  /** Address that refuses; only inside a request. */
  refuse?: string | undefined
}

export const signInForm = ({ language, action, guard, email, failure, returnTo, refuse }: SignInForm): Html => {
  const { words } = wordingOf(language)
  const sentences = failure === undefined ? undefined : sentencesOf(failure, language)
  return html`${sentences !== undefined && notice('fail', sentences.title, sentences.next)}
    <form method="post" action="${action}" class="fields">
      <input type="hidden" name="guard" value="${guard}" />
      ${returnTo !== undefined && html`<input type="hidden" name="return" value="${returnTo}" />`}
      <div class="field">
        <label for="email">${words.signIn.email}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required
          ${email === undefined ? html`autofocus` : html`value="${email}"`}
        />
      </div>
      <div class="field">
        <label for="password">${words.signIn.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          maxlength="256"
          required
          ${email !== undefined && html`autofocus`}
        />
      </div>
      <div class="row end">
        ${refuse !== undefined && html`<button type="submit" form="refuse">${words.signIn.refuse}</button>`}
        <button type="submit" class="primary">${words.signIn.submit}</button>
      </div>
    </form>
    ${
      // A form of its own: Enter in a field presses the first button of the field's form, which must be the one that signs in.
      refuse !== undefined &&
      html`<form id="refuse" method="post" action="${refuse}"><input type="hidden" name="guard" value="${guard}" /></form>`
    }
    <p class="note">${words.signIn.forgotten}</p>`
}
