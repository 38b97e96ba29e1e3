import {
  connector,
  connectorId,
  fourLocations,
  loaded,
  location,
  locationId,
  munich,
  signedInSnapshot,
} from '../../gallery/example-organization.ts'
import { type GalleryState, type GalleryStates } from '../../gallery/gallery-state.ts'
import { type LocationsState, type SeenBefore } from '../../../contract/enrollment.ts'

const state = (locations: LocationsState, drafts: Record<string, string> = {}): GalleryState => ({
  place: { mode: 'setup', page: 'resourceLocation' },
  snapshot: { ...signedInSnapshot, locations },
  drafts: Object.fromEntries(Object.entries(drafts).map(([name, value]) => [`resourceLocation.${name}`, value])),
})

const seenBefore: SeenBefore = {
  connector: { ...connector('MUC-CONN-02', 'healthy', 6), id: connectorId('MUC-CONN-02') },
  locationId: munich.id,
  locationName: 'Munich',
  enrolledAt: '2026-03-14T09:30:00.000Z',
  machineName: 'MUC-CONN-02',
  likely: 'keepBoth',
  active: true,
}
const restored: SeenBefore = {
  ...seenBefore,
  connector: connector('MUC-CONN-02', 'offline', 93_000),
  likely: 'replace',
  active: false,
  machineName: 'MUC-CONN-02A',
}
const munichWithBoth = location('Munich', [connector('MUC-CONN-01', 'healthy', 6), connector('MUC-CONN-02', 'healthy', 6)])
const locationsWithBoth = fourLocations.map((one) => (one.id === munich.id ? munichWithBoth : one))
const towns = [
  'Augsburg',
  'Bamberg',
  'Dresden',
  'Erfurt',
  'Freiburg',
  'Halle',
  'Ingolstadt',
  'Kempten',
  'Landshut',
  'Munich',
  'Passau',
  'Regensburg',
]

export const states: GalleryStates = {
  loading: state({ is: 'loading' }),
  failed: state({
    is: 'failed',
    failure: { code: 'CW2002', values: { host: 'control.causeway.example', reason: 'connection timed out' } },
  }),
  'nothing-chosen': state(loaded()),
  chosen: state(loaded(), { locationId: munich.id, labels: 'rack=B4, owner=client-platform' }),
  'chosen-first-connector': state(loaded(), { locationId: locationId('Regensburg') }),
  'chosen-others-away': state(loaded(), { locationId: fourLocations[2]?.id ?? '' }),
  'name-taken': state(loaded({ proposedName: 'MUC-CONN-01' }), { locationId: munich.id, labels: 'rack B4' }),
  'new-location': state(loaded(), { newLocation: 'Würzburg' }),
  'new-location-taken': state(loaded(), { newLocation: 'munich' }),
  'may-not-create': state(loaded({ mayCreate: false })),
  empty: state(loaded({ locations: [] })),
  'empty-may-not-create': state(loaded({ locations: [], mayCreate: false })),
  many: state(
    loaded({
      locations: towns.map((town, index) =>
        location(
          town,
          index % 3 === 0
            ? []
            : [connector(`${town}-1`, 'healthy', 5), connector(`${town}-2`, index % 3 === 1 ? 'healthy' : 'offline', 40)],
        ),
      ),
    }),
  ),
  'search-found-none': state(loaded({ locations: towns.map((town) => location(town, [])) }), { search: 'Hamburg' }),
  'enrolled-before-copy': state(loaded({ locations: locationsWithBoth, seenBefore })),
  'enrolled-before-restored': state(loaded({ locations: locationsWithBoth, seenBefore: restored }), { onSeenBefore: 'replace' }),
  'enrolled-before-move': state(loaded({ locations: locationsWithBoth, seenBefore }), {
    onSeenBefore: 'replaceAndMove',
    step: 'list',
    locationId: fourLocations[0]?.id ?? '',
  }),
}
