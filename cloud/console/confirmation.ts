/** The page between a button that takes something away and the deed: what it is, what follows, and the way back first. */
import { html, type Html } from '../pages/html.ts'
import { type Tab } from './frame.ts'
import { type ConsolePage, type Visit } from './visit.ts'

export interface Confirmation {
  tab: Tab
  title: string
  /** What follows from it. */
  text: string
  /** What makes this case worse than others; false when nothing does. */
  warning?: string | false
  /** Where the form goes. */
  action: string
  /** Text of the button that does it. */
  button: string
  /** Where "Cancel" leads. */
  back: string
}

export const confirmationPage = ({ tab, title, text, warning = false, action, button, back }: Confirmation, visit: Visit): ConsolePage => {
  const body: Html = html`<div class="head">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
    </div>
    ${warning !== false && html`<p class="problem strong">${warning}</p>`}
    <form method="post" action="${action}" class="row">
      ${visit.guard}<a class="button" href="${back}">${visit.words.location.cancel}</a>
      <button type="submit" class="danger">${button}</button>
    </form>`
  return { tab, title, body }
}
