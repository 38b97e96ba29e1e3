import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type SettingsView } from '../../../contract/service-settings.ts'
import { installedSnapshot } from '../../gallery/example-service.ts'
import { allDone, plan } from '../../gallery/example-plan.ts'
import { type GalleryState, type GalleryStates, instantAt } from '../../gallery/gallery-state.ts'

const view: SettingsView = {
  settings: { logLevel: 'info' },
  relays: ['relay-1', 'relay-2'],
  proxies: [
    { of: 'user', address: 'http://proxy.contoso.example:8080/' },
    { of: 'machine', address: 'http://10.20.0.5:3128/' },
  ],
}
const state = (some: Partial<GalleryState> = {}): GalleryState => ({
  place: { mode: 'managed', page: 'settings' },
  snapshot: installedSnapshot,
  answers: { settings: () => succeeded(view) },
  ...some,
})
const { server } = installedSnapshot

export const states: GalleryStates = {
  present: state(),
  changing: state({
    snapshot: {
      ...installedSnapshot,
      install: { is: 'running', plan, rows: allDone, progress: 40, since: instantAt(-3), work: 'settings' },
    },
  }),
  'taken-back': state({
    snapshot: {
      ...installedSnapshot,
      install: {
        is: 'installed',
        plan,
        rows: allDone,
        at: instantAt(-1),
        maintenance: {
          work: 'settings',
          redone: 3,
          failure: failed('CW3008', { seconds: 90, reason: 'CW4006 connection refused' }).failure,
        },
      },
    },
  }),
  'not-administrator': state({ snapshot: { ...installedSnapshot, server: { ...server, elevated: false } } }),
}
