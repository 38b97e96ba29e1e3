import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { type WizardSnapshot } from '../contract/wizard-api.ts'
import { type Language } from '../contract/wording/languages.ts'
import { type Place } from './navigation.ts'
import { sayIn, type Say } from './wording.ts'
import { type WizardState, type WizardStore } from './wizard-store.ts'

/** Handed down once by `app.tsx`. */
export const WizardContext = createContext<WizardStore | undefined>(undefined)

/** Part of the window's state; the component renders again only when that part changes. */
export function useWizard<T>(select: (state: WizardState) => T): T {
  const store = useContext(WizardContext)
  if (store === undefined) throw new Error('useWizard outside WizardContext')
  return useStore(store, select)
}

/** The engine's snapshot. Pages are shown only once there is one. */
export function useSnapshot(): WizardSnapshot {
  const snapshot = useWizard((state) => state.snapshot)
  if (snapshot === undefined) throw new Error('a page was shown before the first snapshot')
  return snapshot
}

/** `const act = useAct(); void act('runChecks', {})`. Failures show on the page by themselves. */
export const useAct = (): WizardState['act'] => useWizard((state) => state.act)

/** `const go = useGo(); go({ mode: 'setup', page: 'signIn' })`. */
export const useGo = (): ((place: Place) => void) => useWizard((state) => state.go)

export const useLanguage = (): Language => useWizard((state) => state.language)

/** `const say = useSay(); say('shell.back')`. */
export const useSay = (): Say => sayIn(useLanguage())

/** A field whose text survives a reload: `const [name, setName] = useDraft('resourceLocation.name', proposed)`. */
export function useDraft(name: string, initial = ''): readonly [string, (value: string) => void] {
  const value = useWizard((state) => state.drafts[name])
  const setDraft = useWizard((state) => state.setDraft)
  return [value ?? initial, (next) => setDraft(name, next)]
}
