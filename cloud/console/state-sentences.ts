/** The words of a location's state and of a connector's health. */
import { type Connector } from '../../contract/control-plane-api.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { html, type Html } from '../pages/html.ts'
import { mark } from '../pages/icons.ts'
import { sentencesOf } from '../pages/wording/wording.ts'
import { type LocationState, markOfHealth, markOfState } from './location-state.ts'
import { type Visit } from './visit.ts'

type Speaker = Pick<Visit, 'words' | 'say' | 'language'>

const because = (reason: Failure | undefined, { language }: Speaker): string => {
  if (reason === undefined) return ''
  const { title } = sentencesOf(reason, language)
  return language === 'en' ? `${title} (${reason.code}). ` : `${title}（${reason.code}）。`
}

/** Whole minutes from a minute on: a number that runs on every two seconds draws the eye to nothing. */
const calm = (seconds: number): number => (seconds < 60 ? Math.max(0, seconds) : seconds - (seconds % 60))

/** First line: how it stands. Second: what it means or what to do. */
export const stateSentences = (state: LocationState, location: string, speaker: Speaker, now: number): [string, string] => {
  const { words, say } = speaker
  const text = words.states
  const lost = (count: number): string => (count === 0 ? '' : count === 1 ? text.resourceLost : say(text.resourcesLost, { count }))
  switch (state.is) {
    case 'cutOff':
      return [
        say(text.cutOff, { seconds: calm((now - state.since) / 1000) }),
        `${state.reason?.code === 'CW5020' ? '' : because(state.reason, speaker)}${lost(state.resources)}`,
      ]
    case 'neverConnected':
      return [text.neverConnected, lost(state.resources)]
    case 'single':
      return [
        state.all === 1 ? text.single : say(text.singleOf, { all: state.all }),
        state.all === 1 ? say(text.addSecond, { location }) : '',
      ]
    case 'impaired':
      return [say(text.impaired, { name: state.name }), because(state.reason, speaker).trim()]
    case 'working':
      return [text.working, say(text.connected, { count: state.connectors })]
    case 'none':
      return [text.none, text.nothing]
  }
}

export const stateView = (state: LocationState, location: string, speaker: Speaker, now: number): Html => {
  const [first, second] = stateSentences(state, location, speaker, now)
  return html`<div class="state">
    ${mark(markOfState[state.is])}
    <div>
      <p>${first}</p>
      ${second !== '' && html`<p class="quiet">${second}</p>`}
    </div>
  </div>`
}

export const healthView = (connector: Connector, speaker: Speaker): Html => {
  const { words } = speaker
  const why = connector.reason === undefined ? '' : because(connector.reason, speaker).trim()
  return html`<div class="state">
    ${mark(markOfHealth[connector.health])}
    <div>
      <p>${words.health[connector.health]}</p>
      ${why !== '' && html`<p class="quiet">${why}</p>`}
    </div>
  </div>`
}

/** "4 min ago", "now". */
export const ago = (instant: string | undefined, { words, say }: Speaker, now: number): string => {
  if (instant === undefined) return words.keys.never
  const seconds = Math.round((now - Date.parse(instant)) / 1000)
  return seconds < 5 ? words.location.now : say(words.location.ago, { seconds: calm(seconds) })
}
