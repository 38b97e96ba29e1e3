import { createStore, type StoreApi } from 'zustand/vanilla'
import { type Failure } from '../contract/error-codes.ts'
import {
  type AgentState,
  type ArgumentOf,
  type ResultOf,
  type WizardBridge,
  type WizardCall,
  type WizardEvent,
  type WizardSnapshot,
} from '../contract/wizard-api.ts'
import { type HistoryRange } from '../contract/history.ts'
import { type Language } from '../contract/wording/languages.ts'
import { applyEvent } from './apply-event.ts'
import { allowedPlace, type Place } from './navigation.ts'
import { readSession, writeSession } from './session.ts'

export interface WizardState {
  readonly agent: AgentState
  /** Absent until the agent has answered for the first time. */
  readonly snapshot: WizardSnapshot | undefined
  readonly place: Place | undefined
  readonly language: Language
  readonly drafts: Readonly<Record<string, string>>
  /** The last call that came back with a failure; cleared by the next call and by leaving the page. */
  readonly problem: Failure | undefined

  /** Opens a page; one that cannot be opened now leads to the nearest before it. */
  go: (place: Place) => void
  setDraft: (name: string, value: string) => void
  setLanguage: (language: Language) => void
  /** Asks for the present state of the service, which comes as an event; what the page says of the last call stays. */
  lookAtService: () => Promise<void>
  /** The same for what the service remembers. */
  lookAtHistory: (range: HistoryRange) => Promise<void>
  /**
   * Asks the engine or the window for something. A failure also becomes `problem`, unless the page shows it itself (`told`:
   * the state of the engine says it too). The answer is absent when the call itself broke.
   */
  act: <C extends WizardCall>(name: C, argument: ArgumentOf<C>, failure?: 'told') => Promise<ResultOf<C> | undefined>
  /** Asks for something that the page shows itself, again and again if need be; what the page says of the last call stays. */
  ask: <C extends WizardCall>(name: C, argument: ArgumentOf<C>) => Promise<ResultOf<C> | undefined>
}

export type WizardStore = StoreApi<WizardState>

const failureIn = (answer: object): Failure | undefined =>
  'ok' in answer && answer.ok === false && 'failure' in answer ? (answer.failure as Failure) : undefined

/** A call that broke. Its time finds it in the log. */
const unexpected = (error: unknown): Failure => ({
  code: 'CW9001',
  values: { reason: (error instanceof Error ? error.message : String(error)).slice(0, 1000), details: new Date().toISOString() },
})

/** The one store of the window: the engine's snapshot kept current by its events, and what only the window knows. */
export function createWizardStore(bridge: WizardBridge, storage: Storage, language: Language = 'en'): WizardStore {
  const { place, drafts } = readSession(storage)
  const store: WizardStore = createStore<WizardState>()((set, get) => ({
    agent: { is: 'starting' },
    snapshot: undefined,
    place,
    language,
    drafts,
    problem: undefined,
    go: (wanted) => {
      const { snapshot } = get()
      set({ place: snapshot === undefined ? wanted : allowedPlace(snapshot, wanted), problem: undefined })
    },
    setDraft: (name, value) => set({ drafts: { ...get().drafts, [name]: value.slice(0, 4000) } }),
    setLanguage: (chosen) => {
      set({ language: chosen })
      void get().act('setLanguage', { language: chosen })
    },
    lookAtService: async () => {
      // A link to the agent that broke says so by itself.
      await bridge.call('refreshService', {}).catch(() => undefined)
    },
    lookAtHistory: async (range) => {
      await bridge.call('loadHistory', { range }).catch(() => undefined)
    },
    // A link to the agent that broke says so by itself.
    ask: (name, argument) => bridge.call(name, argument).catch(() => undefined),
    act: async (name, argument, told) => {
      set({ problem: undefined })
      try {
        const answer = await bridge.call(name, argument)
        const failure = failureIn(answer)
        if (failure !== undefined && told === undefined) set({ problem: failure })
        return answer
      } catch (error) {
        set({ problem: unexpected(error) })
        return undefined
      }
    },
  }))

  store.subscribe((state) => writeSession(storage, { drafts: state.drafts, ...(state.place === undefined ? {} : { place: state.place }) }))
  follow(bridge, store)
  return store
}

/** Takes the snapshot whenever the agent is there, then applies what changes. */
function follow(bridge: WizardBridge, store: WizardStore): void {
  /** Events that arrive while the snapshot is on its way. Replaying them is safe: each replaces a whole thing, and the last one wins. */
  let early: WizardEvent[] = []
  let attempt = 0

  const show = (snapshot: WizardSnapshot) => store.setState({ snapshot, place: allowedPlace(snapshot, store.getState().place) })

  bridge.onEvent((event) => {
    const { snapshot } = store.getState()
    if (snapshot === undefined) early.push(event)
    else show(applyEvent(snapshot, event))
  })

  bridge.onAgent((agent) => {
    store.setState({ agent })
    if (agent.is !== 'connected') return
    const mine = ++attempt
    early = []
    store.setState({ snapshot: undefined })
    void bridge.call('snapshot', {}).then(
      (snapshot) => {
        if (mine !== attempt) return
        show(early.reduce(applyEvent, snapshot))
        early = []
      },
      (error: unknown) => {
        if (mine !== attempt) return
        const detail = (error instanceof Error ? error.message : String(error)).slice(0, 4000)
        store.setState({ agent: { is: 'ended', failure: { code: 'CW9003', values: {}, detail } } })
      },
    )
  })

  void bridge.call('preferences', {}).then(
    ({ language, opens }) => {
      store.setState({ language })
      if (opens !== undefined) store.getState().go({ mode: 'managed', page: opens })
    },
    () => undefined, // English stays
  )
}
