/** How the two pages of a request look: sign in, and consent with the words to compare. */
import { apiScope, setupClient } from '../../contract/control-plane-api.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { html, type Html } from '../pages/html.ts'
import { card, facts, notice, type PageFrame } from '../pages/shell.ts'
import { sentencesOf, wordingOf } from '../pages/wording/wording.ts'
import { type Person } from './accounts.ts'
import { signInForm } from './sign-in-form.ts'
import { isForApi, scopesOf, type SignInRequest } from './sign-in-requests.ts'

export interface RequestPage {
  language: Language
  uid: string
  request: SignInRequest
  guard: string
  formTargets: readonly string[]
  now: Date
}

const matchingWords = (request: SignInRequest, language: Language): Html => {
  const { words } = wordingOf(language).words
  return html`<div class="match">
    <span>${isForApi(request) ? words.programShows : words.setupShows}</span><span class="words">${request.words}</span>
  </div>`
}

const leadOf = (request: SignInRequest, language: Language): string => {
  const { words, say } = wordingOf(language)
  const text = words.signIn
  if (isForApi(request))
    return request.machine === null ? text.leadProgramUnnamed : say(text.leadProgram, { machine: request.machine.name })
  return request.machine === null ? text.leadRequestUnnamed : say(text.leadRequest, { machine: request.machine.name })
}

export const signInPage = (page: RequestPage & { email?: string; failure?: Failure }): PageFrame => {
  const { language, uid, request, guard, formTargets, email, failure } = page
  const { words } = wordingOf(language)
  return {
    language,
    title: words.signIn.title,
    formTargets,
    status: failure === undefined ? 200 : failure.code === 'CW5008' ? 429 : 401,
    body: card(html`
      <div class="head">
        <h1>${words.signIn.title}</h1>
        <p class="lead">${leadOf(request, language)}</p>
      </div>
      ${matchingWords(request, language)}
      ${signInForm({ language, action: `/sign-in/request/${uid}/password`, guard, email, failure, refuse: `/sign-in/request/${uid}/refuse` })}
    `),
  }
}

export const consentPage = (page: RequestPage & { person: Person; ownAddress: string; hindrance: Failure | undefined }): PageFrame => {
  const { language, uid, request, guard, formTargets, now, person, ownAddress, hindrance } = page
  const { words, say } = wordingOf(language)
  const text = words.consent
  const { machine } = request
  const seconds = Math.max(1, Math.round((now.getTime() - request.requestedAt.getTime()) / 1000))
  const scopes = scopesOf(request)
  const forApi = isForApi(request)
  const title = forApi ? text.programTitle : text.title
  const action = (name: string): string => `/sign-in/request/${uid}/${name}`
  const askedFrom = say(request.requesterAddress === ownAddress ? text.sameAddress : text.otherAddress, {
    address: request.requesterAddress,
    own: ownAddress,
  })
  const server =
    machine === null
      ? html`${text.unnamed}`
      : html`<span class="strong">${machine.name}</span
          >${[machine.domain, machine.operatingSystem].filter((part) => part !== undefined).map((part) => html`, ${part}`)}`
  const switchForm = html`<form method="post" action="${action('switch')}" class="inline">
    <input type="hidden" name="guard" value="${guard}" /><button class="linkish">${text.notYou}</button>
  </form>`
  const why = hindrance === undefined ? undefined : sentencesOf(hindrance, language)
  return {
    language,
    title,
    formTargets,
    body: card(html`
      <div class="head">
        <h1>${title}</h1>
        <p class="lead">${say(forApi ? text.programLead : text.lead, { seconds })}</p>
      </div>
      ${why !== undefined && notice('fail', why.title, `${why.cause} ${why.next}`)}
      ${request.method === 'device' && notice('warn', text.code, text.codeWarning)} ${matchingWords(request, language)}
      ${facts([
        [text.organization, html`<span class="strong">${person.organizationName}</span>`],
        [forApi ? text.programOn : text.server, server],
        machine?.location !== undefined && ([text.location, machine.location] as const),
        [text.askedFrom, askedFrom],
        [
          text.ableTo,
          html`${scopes.includes(apiScope) && html`<span class="strong">${text.manage}</span> `}${scopes.includes(setupClient.enrollScope) && html`${text.enroll} `}${scopes.includes('profile') && text.profile}`,
        ],
        [text.youAre, html`${person.email} ${request.method === 'browser' && switchForm}`],
      ])}
      <form method="post" action="${action('allow')}" class="row end">
        <input type="hidden" name="guard" value="${guard}" />
        <button type="submit" formaction="${action('refuse')}">
          ${hindrance === undefined ? text.refuse : forApi ? text.backToProgram : text.back}
        </button>
        ${hindrance === undefined && html`<button type="submit" class="primary">${text.allow}</button>`}
      </form>
    `),
  }
}
