import {
  type ConnectorHealth,
  type ConnectorSummary,
  type LocationsState,
  type LocationSummary,
  type SignInState,
} from '../../contract/enrollment.ts'
import { ConnectorId, LocationId } from '../../contract/ids.ts'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { baseSnapshot } from './base-snapshot.ts'
import { instantAt } from './gallery-state.ts'

/** An organization with four locations, one of every health. */
export const organizationName = 'Contoso Maschinenbau Süddeutschland GmbH & Co. KG'

const padded = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .slice(0, 20)
    .padEnd(20, '0')
export const locationId = (name: string) => LocationId.parse(`loc_${padded(name)}`)
export const connectorId = (name: string) => ConnectorId.parse(`con_${padded(name)}`)

export const connector = (name: string, health: ConnectorHealth, secondsAgo?: number): ConnectorSummary => ({
  id: connectorId(name),
  name,
  health,
  version: '0.1.0',
  ...(secondsAgo === undefined ? {} : { lastContact: instantAt(-secondsAgo) }),
})

export const location = (name: string, connectors: ConnectorSummary[]): LocationSummary => ({ id: locationId(name), name, connectors })

export const munich = location('Munich', [connector('MUC-CONN-01', 'healthy', 6)])

export const fourLocations: LocationSummary[] = [
  location('Augsburg', [
    connector('AUG-CONN-01', 'healthy', 3),
    connector('AUG-CONN-02', 'healthy', 9),
    connector('AUG-CONN-03', 'healthy', 12),
  ]),
  munich,
  location('Nuremberg test laboratory and acceptance environment', [
    {
      ...connector('NUE-CONN-01', 'offline', 8100),
      reason: { code: 'CW4006', values: { relay: 'relay-1', reason: 'connection refused' } },
    },
    connector('NUE-CONN-02', 'never'),
  ]),
  location('Regensburg', []),
]

export const loaded = (some: Partial<Extract<LocationsState, { is: 'loaded' }>> = {}): Extract<LocationsState, { is: 'loaded' }> => ({
  is: 'loaded',
  locations: fourLocations,
  mayCreate: true,
  proposedName: 'MUC-CONN-02',
  ...some,
})

export const signedIn: Extract<SignInState, { is: 'signedIn' }> = {
  is: 'signedIn',
  controlPlane: {
    address: 'https://control.causeway.example',
    name: 'Causeway',
    methods: ['browser', 'device', 'token'],
    relays: ['relay-1.causeway.example', 'relay-2.causeway.example'],
  },
  account: {
    name: 'Anna Lindqvist',
    email: 'anna.lindqvist@contoso.example',
    organization: organizationName,
    organizationId: 'org_contoso000000000000',
  },
  expiresAt: instantAt(2400),
}

/** Checked and signed in: where page 3 begins. */
export const signedInSnapshot: WizardSnapshot = { ...baseSnapshot, signIn: signedIn }
