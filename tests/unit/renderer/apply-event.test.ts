import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkIds } from '../../../contract/check-catalogue.ts'
import { LocationId } from '../../../contract/ids.ts'
import { type LayerRow } from '../../../contract/connectivity.ts'
import { type WizardEvent, type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { applyEvent } from '../../../renderer/apply-event.ts'
import { baseSnapshot } from '../../../renderer/gallery/base-snapshot.ts'

const at = '2026-11-20T10:45:00.000Z'
const layer = (endpoint: string, layerName: LayerRow['layer'], state: LayerRow['state']): LayerRow => ({
  endpoint,
  layer: layerName,
  state,
  values: {},
  evidence: [],
})
const active: WizardSnapshot = {
  ...baseSnapshot,
  connectivity: {
    is: 'active',
    startedAt: at,
    endpoints: [],
    rows: [layer('a:443', 'dns', 'waiting'), layer('a:443', 'tcp', 'waiting'), layer('b:443', 'dns', 'waiting')],
    roundTrip: { samples: [], sent: 0, lost: 0, reconnects: 0 },
    path: [],
    diagnosis: { is: 'testing' },
  },
}

test('whatever order rows come in, they never move', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...checkIds]), (order) => {
      const after = order.reduce(
        (snapshot, id) => applyEvent(snapshot, { is: 'checkRow', value: { id, state: { is: 'running', since: at } } }),
        baseSnapshot,
      )
      expect(after.checks.rows.map(({ id }) => id)).toEqual(checkIds)
      for (const { id, state } of after.checks.rows) expect(state.is).toBe(order.includes(id) ? 'running' : 'done')
    }),
  )
})

test('a row that was not known goes to the end', () => {
  const [first] = checkIds
  if (first === undefined) throw new Error('the catalogue is empty')
  const without = { ...baseSnapshot, checks: { ...baseSnapshot.checks, rows: baseSnapshot.checks.rows.slice(1) } }
  const after = applyEvent(without, { is: 'checkRow', value: { id: first, state: { is: 'waiting' } } })
  expect(after.checks.rows.at(-1)?.id).toBe(first)
})

test('a layer row replaces the one of the same endpoint and layer', () => {
  const { connectivity } = applyEvent(active, { is: 'layerRow', value: layer('a:443', 'tcp', 'pass') })
  expect(connectivity.is === 'active' && connectivity.rows.map(({ state }) => state)).toEqual(['waiting', 'pass', 'waiting'])
})

test('rows of something that is not under way change nothing', () => {
  expect(applyEvent(baseSnapshot, { is: 'layerRow', value: layer('a:443', 'tcp', 'pass') })).toBe(baseSnapshot)
  const action = { name: 'service' as const, values: {}, changes: [], weight: 1, cancellable: true }
  expect(applyEvent(baseSnapshot, { is: 'actionRow', value: { action, state: { is: 'waiting' } } })).toBe(baseSnapshot)
})

test('a slice replaces the whole slice and leaves the others', () => {
  const after = applyEvent(baseSnapshot, { is: 'ledger', value: { is: 'changed', changes: 3 } })
  expect(after).toEqual({ ...baseSnapshot, ledger: { is: 'changed', changes: 3 } })
})

test('a choice that is gone is absent, not undefined', () => {
  const choice = { locationId: LocationId.parse('loc_0000000000000000'), connectorName: 'A', labels: [] }
  const chosen = applyEvent(baseSnapshot, { is: 'choice', value: choice })
  expect(chosen.choice).toEqual(choice)
  expect(Object.keys(applyEvent(chosen, { is: 'choice', value: undefined }))).not.toContain('choice')
})

test('the log keeps the last 200 lines and takes no line twice', () => {
  const line = (message: string): WizardEvent => ({ is: 'logged', value: { at, level: 'info', topic: 'install', message } })
  const full = Array.from({ length: 250 }, (_, n) => line(`line ${n}`)).reduce(applyEvent, baseSnapshot)
  expect(full.log).toHaveLength(200)
  expect(full.log.at(-1)?.message).toBe('line 249')
  expect(applyEvent(full, line('line 249')).log).toEqual(full.log)
})
