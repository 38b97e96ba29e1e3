import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { installedSnapshot, running } from '../../gallery/example-service.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const state = (snapshot: Partial<WizardSnapshot>, drafts: Record<string, string> = {}): GalleryState => ({
  place: { mode: 'managed', page: 'uninstall' },
  snapshot: { ...installedSnapshot, ...snapshot },
  drafts,
})
const fixes = [{ check: 'certificates.tls-settings' as const, fix: 'enableTls12', at: instantAt(-86_400), changes: [] }]

export const states: GalleryStates = {
  plan: state({ ledger: { is: 'changed', changes: 18, fixes } }),
  'last-connector': state({ service: { ...running, others: [] } }),
  'registration-kept': state({}, { 'uninstall.keepRegistration': 'yes' }),
  nothing: state({ install: { is: 'none' }, service: { is: 'stopped' } }),
  'not-administrator': state({ server: { ...installedSnapshot.server, elevated: false } }),
}
