import { failed } from '../../../contract/error-codes.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { signedIn } from '../../gallery/example-organization.ts'
import { allDone, plan } from '../../gallery/example-plan.ts'
import { installedSnapshot } from '../../gallery/example-service.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const { controlPlane } = signedIn
const state = (snapshot: Partial<WizardSnapshot>): GalleryState => ({
  place: { mode: 'managed', page: 'enrollAgain' },
  snapshot: { ...installedSnapshot, signIn: { is: 'ready', controlPlane }, ...snapshot },
})

export const states: GalleryStates = {
  'sign-in': state({}),
  ready: state({ signIn: signedIn }),
  enrolling: state({
    signIn: signedIn,
    install: { is: 'running', plan, rows: allDone, progress: 48, since: instantAt(-4), work: 'enrollAgain' },
  }),
  done: state({
    signIn: signedIn,
    install: { is: 'installed', plan, rows: allDone, at: instantAt(-1), maintenance: { work: 'enrollAgain', redone: 4 } },
  }),
  failed: state({
    signIn: signedIn,
    install: {
      is: 'installed',
      plan,
      rows: allDone,
      at: instantAt(-1),
      maintenance: { work: 'enrollAgain', redone: 1, failure: failed('CW2022', { reason: 'the key is too short' }).failure },
    },
  }),
  'not-administrator': state({ server: { ...installedSnapshot.server, elevated: false } }),
}
