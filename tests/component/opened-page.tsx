import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { type Language } from '../../contract/wording/languages.ts'
import { type GalleryState } from '../../renderer/gallery/gallery-state.ts'
import { type openState } from '../../renderer/gallery/gallery-store.ts'
import { openPage as open } from './open-page.tsx'

/** Opens a state of the gallery, with answers of one's own, and a list of the calls made so far. */
export async function openPage(
  state: GalleryState | undefined,
  { language = 'en', answers = {} }: { language?: Language; answers?: Parameters<typeof openState>[2] } = {},
) {
  if (state === undefined) throw new Error('no such state in the gallery')
  const opened = await open(state, language, answers)
  const called = () => opened.bridge.calls.map(({ name }) => name)
  return { ...opened, called, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) }
}

/** All that a person reads on the page, without the rail. */
export const pageText = () => screen.getByRole('main').textContent
