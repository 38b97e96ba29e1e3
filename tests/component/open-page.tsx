import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type Language } from '../../contract/wording/languages.ts'
import { App } from '../../renderer/app.tsx'
import { type FakeBridge } from '../../renderer/gallery/fake-bridge.ts'
import { galleryNow, type GalleryState, type GalleryStates } from '../../renderer/gallery/gallery-state.ts'
import { openState } from '../../renderer/gallery/gallery-store.ts'
import { ClockContext } from '../../renderer/parts/clock.ts'
import { type WizardStore } from '../../renderer/wizard-store.ts'

export interface OpenedPage {
  bridge: FakeBridge
  store: WizardStore
  user: ReturnType<typeof userEvent.setup>
}

/** The state of that name; throws when there is none. */
export function stateOf(states: GalleryStates, name: string): GalleryState {
  const state = states[name]
  if (state === undefined) throw new Error(`no state is called ${name}`)
  return state
}

/** Opens a state of the gallery in the whole window and waits for its heading. */
export async function openPage(
  state: GalleryState,
  language: Language = 'en',
  answers: Parameters<typeof openState>[2] = {},
): Promise<OpenedPage> {
  const { bridge, store } = openState(state, language, answers)
  const now = Date.parse(galleryNow)
  render(
    <ClockContext value={() => now}>
      <App store={store} />
    </ClockContext>,
  )
  await screen.findByRole('heading', { level: 1 })
  return { bridge, store, user: userEvent.setup() }
}
