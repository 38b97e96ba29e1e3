import '../look.css'
import { createRoot } from 'react-dom/client'
import { languages, type Language } from '../../contract/wording/languages.ts'
import { App } from '../app.tsx'
import { ClockContext } from '../parts/clock.ts'
import { dark, light } from '../theme.ts'
import { allStates } from './all-states.ts'
import { galleryNow } from './gallery-state.ts'
import { startFeed } from './live-feed.ts'
import { openState } from './gallery-store.ts'

const now = Date.parse(galleryNow)

/** What the address asks for. `theme` outranks the system's; high contrast is the system's to give. */
const asked = new URLSearchParams(window.location.search)
const language: Language = languages.find((name) => name === asked.get('language')) ?? 'en'
const theme = { light, dark }[asked.get('theme') ?? '']
const state = allStates[asked.get('page') ?? '']?.[asked.get('state') ?? '']

function Contents() {
  return (
    <ul style={{ padding: 24, overflow: 'auto', height: '100%', columns: '16em' }}>
      {Object.entries(allStates).flatMap(([page, states]) =>
        Object.keys(states).map((name) => (
          <li key={`${page} ${name}`}>
            <a href={`?page=${page}&state=${name}`}>
              {page}, {name}
            </a>
          </li>
        )),
      )}
    </ul>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('gallery.html has no #root')
const shown = state === undefined ? undefined : openState(state, language)
// `feed=10x5`: ten endpoints, five updates of each a second.
const [endpoints, perSecond] = (asked.get('feed') ?? '').split('x').map(Number)
if (shown !== undefined && endpoints !== undefined && perSecond !== undefined) {
  const stop = shown.store.subscribe(({ snapshot }) => {
    if (snapshot === undefined) return
    stop()
    startFeed(shown.bridge, endpoints, perSecond)
  })
}
createRoot(root).render(
  shown === undefined ? (
    <Contents />
  ) : (
    <ClockContext value={() => now}>
      <App store={shown.store} {...(theme === undefined ? {} : { theme })} />
    </ClockContext>
  ),
)
