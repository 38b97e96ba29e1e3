/** Pages of the device code (RFC 8628), which oidc-provider asks for while it handles `/oidc/device`. */
import { type KoaContextWithOIDC } from 'oidc-provider'
import { html, type Html } from '../pages/html.ts'
import { mark } from '../pages/icons.ts'
import { languageOf } from '../pages/language.ts'
import { card, document, notice, pageHeaders } from '../pages/shell.ts'
import { wordingOf } from '../pages/wording/wording.ts'

const page = (context: KoaContextWithOIDC, title: string, body: Html): void => {
  context.set(pageHeaders())
  context.body = document({ language: languageOf(context.get('accept-language')), title, body: card(body) })
}

/** The provider's own protection of its form: a secret in its session. */
const guardOf = (context: KoaContextWithOIDC): string => {
  const secret = context.oidc.session?.state?.['secret']
  return typeof secret === 'string' ? secret : ''
}

const wordsOf = (context: KoaContextWithOIDC) => wordingOf(languageOf(context.get('accept-language'))).words

export const devicePages = {
  input(context: KoaContextWithOIDC, error?: Error): void {
    const words = wordsOf(context)
    const stopped = error?.name === 'AbortedError'
    page(
      context,
      words.device.title,
      html`<div class="head">
          <h1>${words.device.title}</h1>
          <p class="lead">${words.device.lead}</p>
        </div>
        ${stopped && notice('pass', words.device.stopped)}
        ${error !== undefined && !stopped && notice('fail', words.device.wrong, words.device.wrongHint)}
        <form method="post" action="/oidc/device" class="fields">
          <input type="hidden" name="xsrf" value="${guardOf(context)}" />
          <div class="field">
            <label for="user_code">${words.device.code}</label>
            <input
              id="user_code"
              name="user_code"
              class="mono"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck="false"
              maxlength="20"
              required
              autofocus
            />
          </div>
          <div class="row end"><button type="submit" class="primary">${words.device.next}</button></div>
        </form>`,
    )
  },

  confirm(context: KoaContextWithOIDC, userCode: string): void {
    const words = wordsOf(context)
    page(
      context,
      words.device.confirmTitle,
      html`<div class="head">
          <h1>${words.device.confirmTitle}</h1>
          <p class="lead">${words.device.confirmLead}</p>
        </div>
        <div class="match"><span>${words.device.code}</span><span class="words">${userCode}</span></div>
        <form method="post" action="/oidc/device" class="row end">
          <input type="hidden" name="xsrf" value="${guardOf(context)}" />
          <input type="hidden" name="user_code" value="${userCode}" />
          <input type="hidden" name="confirm" value="yes" />
          <button type="submit" name="abort" value="yes">${words.device.no}</button>
          <button type="submit" class="primary">${words.device.yes}</button>
        </form>`,
    )
  },

  success(context: KoaContextWithOIDC): void {
    const words = wordsOf(context)
    page(
      context,
      words.done.title,
      html`<div class="state">
        ${mark('pass')}
        <div class="section">
          <h1>${words.done.title}</h1>
          <p>${words.done.text}</p>
        </div>
      </div>`,
    )
  },
}
export type DevicePages = typeof devicePages
