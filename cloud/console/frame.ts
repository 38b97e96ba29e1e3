/** Head of every console page: who, which organization, the sections. */
import { type Language } from '../../contract/wording/languages.ts'
import { covers } from '../api/access.ts'
import { html, type Html } from '../pages/html.ts'
import { logo } from '../pages/icons.ts'
import { wordingOf } from '../pages/wording/wording.ts'
import { type Person } from '../sign-in/accounts.ts'
import { type ConsoleWording } from './wording/en.ts'

export type Tab = keyof Omit<ConsoleWording['tabs'], 'sections'>

const tabs = [
  { tab: 'locations', role: 'reader' },
  { tab: 'connectors', role: 'reader' },
  { tab: 'tokens', role: 'operator' },
  { tab: 'keys', role: 'owner' },
  { tab: 'people', role: 'owner' },
  { tab: 'audit', role: 'owner' },
] as const

export interface ConsoleFrame {
  tab: Tab
  body: Html
  person: Person
  language: Language
  words: ConsoleWording
  guard: string
}

export const consoleFrame = ({ tab: current, body, person, language, words, guard }: ConsoleFrame): Html => {
  const { words: frame, say } = wordingOf(language)
  return html`<a class="skip button" href="#content">${frame.frame.skip}</a>
    <header class="top">
      ${logo}<span class="strong">Causeway</span><span class="quiet" aria-hidden="true">/</span
      ><span class="organization">${person.organizationName}</span>
      <div class="row push">
        <span class="note" title="${say(frame.frame.signedInAs, { email: person.email })}">${person.email}</span>
        <a href="/sign-in/password">${frame.frame.changePassword}</a>
        <form method="post" action="/sign-in/out" class="inline">
          <input type="hidden" name="guard" value="${guard}" /><button class="small">${frame.frame.signOut}</button>
        </form>
      </div>
    </header>
    <nav class="tabs" aria-label="${words.tabs.sections}">
      <ul>
        ${tabs
          .filter(({ role }) => covers(person.role, role))
          .map(
            ({ tab }) => html`<li><a href="/console/${tab}" ${tab === current && html`aria-current="page"`}>${words.tabs[tab]}</a></li>`,
          )}
      </ul>
    </nav>
    <main class="body" id="content">${body}</main>`
}
