import { type AgentState, type WizardSnapshot } from '../../contract/wizard-api.ts'
import { type FakeAnswers } from './fake-bridge.ts'
import { type Place } from '../navigation.ts'

/** One state of a page that can be opened by name and is photographed. */
export interface GalleryState {
  readonly place: Place
  /** Complete; `tests/contract/gallery-states.test.ts` parses it by the contract's schema. */
  readonly snapshot: WizardSnapshot
  /** `connected` unless said. */
  readonly agent?: AgentState
  /** What was typed or opened, by draft name. */
  readonly drafts?: Readonly<Record<string, string>>
  /** What the engine answers when the page asks. */
  readonly answers?: FakeAnswers
}

/** By name of the state, in the order in which they happen. */
export type GalleryStates = Readonly<Record<string, GalleryState>>

/** The instant at which every state of the gallery is seen, so that pictures do not change with the hour. */
export const galleryNow = '2026-11-20T10:45:00.000Z'

/** An instant as many seconds from `galleryNow`; negative ones are past. */
export const instantAt = (seconds: number): string => new Date(Date.parse(galleryNow) + seconds * 1000).toISOString()
