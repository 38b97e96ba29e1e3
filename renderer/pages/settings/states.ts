import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type SettingsView } from '../../../contract/service-settings.ts'
import { installedSnapshot } from '../../gallery/example-service.ts'
import { allDone, plan } from '../../gallery/example-plan.ts'
import { type GalleryState, type GalleryStates, instantAt } from '../../gallery/gallery-state.ts'

const view: SettingsView = {
  settings: { proxy: { is: 'direct' }, logLevel: 'info' },
  relays: ['relay-1', 'relay-2'],
  proxies: [
    { of: 'user', proxy: { is: 'script', address: 'http://proxy.contoso.example/proxy.pac' } },
    { of: 'machine', proxy: { is: 'manual', address: 'http://10.20.0.5:3128/', bypass: [] } },
  ],
}
const labels = [
  { key: 'rack', value: 'B4' },
  { key: 'owner', value: 'client-platform' },
]
const state = (some: Partial<GalleryState> = {}): GalleryState => ({
  place: { mode: 'managed', page: 'settings' },
  snapshot: installedSnapshot,
  ...some,
  answers: { settings: () => succeeded(view), labels: () => succeeded({ labels }), ...some.answers },
})
const { server } = installedSnapshot

export const states: GalleryStates = {
  present: state(),
  'with-account': state({
    answers: {
      settings: () =>
        succeeded({
          ...view,
          settings: { proxy: { is: 'manual', address: 'http://10.20.0.5:3128/', bypass: [] }, logLevel: 'info' },
          account: { proxy: '10.20.0.5:3128', user: 'svc-causeway' },
        }),
    },
  }),
  /** The labels are in the cloud, and nobody else has the key. */
  'service-stopped': state({
    snapshot: { ...installedSnapshot, service: { is: 'stopped' } },
    answers: { labels: () => failed('CW3024') },
  }),
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
