import { baseSnapshot } from './base-snapshot.ts'
import { type GalleryStates } from './gallery-state.ts'

const place = { mode: 'setup', page: 'checkServer' } as const

/** While the set-up agent is not there. */
export const states: GalleryStates = {
  starting: { place, snapshot: baseSnapshot, agent: { is: 'starting' } },
  ended: {
    place,
    snapshot: baseSnapshot,
    agent: { is: 'ended', failure: { code: 'CW9003', values: {}, detail: 'agent process 4711 ended with code 1' } },
  },
  'consent-refused': { place, snapshot: baseSnapshot, agent: { is: 'consentRefused' } },
  'window-elevated': { place, snapshot: baseSnapshot, agent: { is: 'windowElevated' } },
}
