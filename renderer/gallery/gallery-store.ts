import { type Language } from '../../contract/wording/languages.ts'
import { writeSession } from '../session.ts'
import { createWizardStore, type WizardStore } from '../wizard-store.ts'
import { fakeBridge, type FakeBridge } from './fake-bridge.ts'
import { type GalleryState } from './gallery-state.ts'
import { memoryStorage } from './memory-storage.ts'

/** A store that shows one state of the gallery, and the stand-in behind it. Component tests open pages with it too. */
export function openState(
  { place, snapshot, agent, drafts = {}, answers: own = {} }: GalleryState,
  language: Language = 'en',
  answers: NonNullable<Parameters<typeof fakeBridge>[1]>['answers'] = {},
): { store: WizardStore; bridge: FakeBridge } {
  const bridge = fakeBridge(snapshot, { language, answers: { ...own, ...answers }, ...(agent === undefined ? {} : { agent }) })
  const storage = memoryStorage()
  writeSession(storage, { place, drafts: { ...drafts } })
  return { bridge, store: createWizardStore(bridge, storage, language) }
}
