import { expect, test } from 'vitest'
import { RunId } from '../../../contract/ids.ts'
import { type InstallPlan } from '../../../contract/install-plan.ts'
import { type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { baseSnapshot } from '../../../renderer/gallery/base-snapshot.ts'
import { allowedPlace, reachableSteps, stepMarks } from '../../../renderer/navigation.ts'
import { states as signIn } from '../../../renderer/pages/sign-in/states.ts'

const at = '2026-11-20T10:45:00.000Z'
const signedIn = signIn['signed-in']?.snapshot ?? baseSnapshot
const plan: InstallPlan = {
  connectorName: 'A',
  locationName: 'B',
  organizationName: 'C',
  actions: [{ name: 'service', values: {}, changes: [], weight: 100, cancellable: true }],
  expectedSeconds: 1,
}
const install = { plan, rows: [] }
const reachable = (snapshot: WizardSnapshot) => [...reachableSteps(snapshot)]
const withVerdict = (verdict: 'ready' | 'readyWithWarnings' | 'blocked' | 'unknown'): WizardSnapshot => ({
  ...baseSnapshot,
  checks: { ...baseSnapshot.checks, run: { is: 'done', id: RunId.parse('run_00000000'), since: at, until: at, verdict } },
})

test('sign-in opens when the checks allow it', () => {
  expect(reachable(withVerdict('ready'))).toEqual(['checkServer', 'signIn'])
  expect(reachable(withVerdict('readyWithWarnings'))).toEqual(['checkServer', 'signIn'])
  expect(reachable(withVerdict('blocked'))).toEqual(['checkServer'])
  expect(reachable(withVerdict('unknown'))).toEqual(['checkServer'])
})

test('the location opens when somebody is signed in', () => {
  expect(reachable(signedIn)).toEqual(['checkServer', 'signIn', 'resourceLocation'])
})

test('while the server is being changed only the installation can be opened', () => {
  for (const state of [
    { is: 'running', ...install, progress: 5, since: at },
    { is: 'undoing', ...install, why: 'cancelled' },
  ] as const)
    expect(reachable({ ...signedIn, install: state })).toEqual(['install'])
  // Resuming may need a sign-in.
  expect(reachable({ ...signedIn, install: { is: 'interrupted', ...install, at } })).toEqual(['signIn', 'install'])
  expect(reachable({ ...signedIn, install: { is: 'installed', ...install, at } })).toEqual(['install', 'connectivity'])
})

test('what was interrupted can be resumed after signing in, and every other place leads back to it', () => {
  const interrupted = { ...baseSnapshot, install: { is: 'interrupted', ...install, at } } as const
  expect(reachable(interrupted)).toEqual(['signIn', 'install'])
  for (const page of ['checkServer', 'resourceLocation', 'connectivity'] as const)
    expect(allowedPlace(interrupted, { mode: 'setup', page })).toEqual({ mode: 'setup', page: 'install' })
})

test('a place that cannot be opened leads to the nearest before it', () => {
  expect(allowedPlace(signedIn, { mode: 'setup', page: 'connectivity' })).toEqual({ mode: 'setup', page: 'resourceLocation' })
  expect(allowedPlace(withVerdict('blocked'), { mode: 'setup', page: 'signIn' })).toEqual({ mode: 'setup', page: 'checkServer' })
  expect(
    allowedPlace({ ...signedIn, install: { is: 'running', ...install, progress: 0, since: at } }, { mode: 'setup', page: 'review' }),
  ).toEqual({
    mode: 'setup',
    page: 'install',
  })
})

test('a new window opens where the server stands', () => {
  expect(allowedPlace(baseSnapshot, undefined)).toEqual({ mode: 'setup', page: 'checkServer' })
  expect(allowedPlace({ ...baseSnapshot, service: { is: 'stopped' } }, undefined)).toEqual({ mode: 'managed', page: 'status' })
  expect(allowedPlace({ ...baseSnapshot, service: { is: 'stopped' }, install: { is: 'interrupted', ...install, at } }, undefined)).toEqual({
    mode: 'setup',
    page: 'install',
  })
})

test('a managed page closes when the service is gone', () => {
  expect(allowedPlace(baseSnapshot, { mode: 'managed', page: 'status' })).toEqual({ mode: 'setup', page: 'checkServer' })
})

test('the first step says so when it was done with warnings', () => {
  expect(stepMarks(withVerdict('ready'), 'signIn').map(({ mark }) => mark)).toEqual(['done', 'current', 'todo', 'todo', 'todo', 'todo'])
  expect(stepMarks(withVerdict('readyWithWarnings'), 'signIn')[0]?.mark).toBe('doneWithWarnings')
})
