import { type Account, type ControlPlaneSummary, type LocationsState, type SignInState } from '../../../contract/enrollment.ts'
import { LocationId } from '../../../contract/ids.ts'
import { baseSnapshot } from '../../gallery/base-snapshot.ts'
import { instantAt, type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'

const controlPlane: ControlPlaneSummary = {
  address: 'https://control.causeway.example',
  name: 'Causeway',
  methods: ['browser', 'device'],
  relays: ['relay-1.causeway.example', 'relay-2.causeway.example'],
}
const account: Account = {
  name: 'Anna Lindqvist',
  email: 'anna.lindqvist@contoso.example',
  organization: 'Contoso Maschinenbau Süddeutschland GmbH & Co. KG',
  organizationId: 'org_contosomaschinenbau',
}
const waiting = {
  is: 'waiting',
  controlPlane,
  method: 'browser',
  words: 'HARBOR 47',
  shortAddress: 'https://signin.causeway.example/e/Zk3vQ8mT',
  expiresAt: instantAt(522),
  browserOpened: true,
} as const satisfies SignInState

const locations: LocationsState = {
  is: 'loaded',
  locations: ['Augsburg', 'Munich', 'Nuremberg', 'Regensburg'].map((name) => ({
    id: LocationId.parse(`loc_${name.toLowerCase().padEnd(16, '0')}`),
    name,
    connectors: [],
  })),
  mayCreate: true,
  proposedName: 'MUC-CONN-02',
}

const state = (signIn: SignInState, drafts: Record<string, string> = {}): GalleryState => ({
  place: { mode: 'setup', page: 'signIn' },
  drafts,
  snapshot: { ...baseSnapshot, signIn },
})
const ended = (failure: NonNullable<Extract<SignInState, { is: 'ready' }>['failure']>) => state({ is: 'ready', controlPlane, failure })

export const states: GalleryStates = {
  address: state({ is: 'addressNeeded' }),
  'address-failed': state({
    is: 'addressNeeded',
    address: 'https://controll.causeway.example',
    failure: {
      code: 'CW2002',
      values: { host: 'controll.causeway.example', reason: 'the name does not resolve' },
      detail: 'getaddrinfo ENOTFOUND controll.causeway.example',
    },
  }),
  discovering: state({ is: 'discovering', address: 'https://control.causeway.example' }),
  ready: state({ is: 'ready', controlPlane }),
  waiting: state(waiting),
  'waiting-both': state({ ...waiting, userCode: 'KXTN-4MPW', verificationAddress: 'https://causeway.example/device' }),
  'waiting-device': state({
    is: 'waiting',
    controlPlane,
    method: 'device',
    words: 'HARBOR 47',
    userCode: 'KXTN-4MPW',
    verificationAddress: 'https://causeway.example/device',
    expiresAt: instantAt(522),
    browserOpened: false,
  }),
  'browser-not-opened': state({ ...waiting, browserOpened: false }, { 'signIn.notOpened': 'yes' }),
  refused: ended({ code: 'CW2010', values: {} }),
  cancelled: ended({ code: 'CW2011', values: {} }),
  'timed-out': ended({ code: 'CW2012', values: { minutes: 10 } }),
  'wrong-organization': ended({
    code: 'CW2016',
    values: { expected: 'Contoso Maschinenbau Süddeutschland GmbH & Co. KG', found: 'Contoso Test' },
  }),
  'not-allowed': ended({ code: 'CW2015', values: { account: 'anna.lindqvist@contoso.example', organization: 'Contoso', role: 'viewer' } }),
  'signed-in': {
    place: { mode: 'setup', page: 'signIn' },
    snapshot: { ...baseSnapshot, signIn: { is: 'signedIn', controlPlane, account, expiresAt: instantAt(540) }, locations },
  },
  'signed-in-first': state({ is: 'signedIn', controlPlane, account, expiresAt: instantAt(598) }),
}
