import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type InstallState, type LookedOver } from '../../../contract/install-plan.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { allDone, plan, waitingRestart } from '../../gallery/example-plan.ts'
import { installedSnapshot } from '../../gallery/example-service.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const whole: LookedOver = plan.actions.map((action) => ({ action }))
const broken: LookedOver = whole.map((row) =>
  row.action.name === 'firewall'
    ? { ...row, differs: failed('CW3011', { what: 'Causeway Connector', reason: 'not there' }).failure }
    : row.action.name === 'startService'
      ? { ...row, differs: failed('CW3007', { reason: 'stopped' }).failure }
      : row,
)
const state = (snapshot: Partial<WizardSnapshot>, looked: LookedOver = broken): GalleryState => ({
  place: { mode: 'managed', page: 'repair' },
  snapshot: { ...installedSnapshot, ...snapshot },
  answers: { lookOver: () => succeeded(looked) },
})
const ended = (redone: number, failure?: ReturnType<typeof failed>['failure']): Extract<InstallState, { is: 'installed' }> => ({
  is: 'installed',
  plan,
  rows: allDone,
  at: instantAt(-1),
  maintenance: { work: 'repair', redone, ...(failure === undefined ? {} : { failure }) },
})
const { server } = installedSnapshot
const heldFile = 'C:\\Program Files\\Causeway\\connector\\1.0.0\\host.js'

export const states: GalleryStates = {
  differs: state({}),
  whole: state({}, whole),
  repairing: state({ install: { is: 'running', plan, rows: allDone, progress: 62, since: instantAt(-6), work: 'repair' } }),
  repaired: state({ install: ended(2) }, whole),
  failed: state({ install: ended(1, failed('CW3007', { reason: 'a group policy denies it the right to log on' }).failure) }),
  stopped: state({ install: ended(1, failed('CW3023', { done: 4, all: plan.actions.length }).failure) }),
  'restart-needed': state({
    install: { ...ended(1, failed('CW3022', { file: heldFile }).failure), restart: waitingRestart(heldFile, 'repair') },
  }),
  nothing: state({ install: { is: 'none' }, service: { is: 'stopped' } }),
  'not-administrator': state({ install: { is: 'none' }, server: { ...server, elevated: false } }),
}
