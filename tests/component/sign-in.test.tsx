import { act, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { failed } from '../../contract/error-codes.ts'
import { galleryRun } from '../../renderer/gallery/base-snapshot.ts'
import { galleryNow } from '../../renderer/gallery/gallery-state.ts'
import { states as checkStates } from '../../renderer/pages/check-server/states.ts'
import { states } from '../../renderer/pages/sign-in/states.ts'
import { openPage, stateOf } from './open-page.tsx'

const status = () => screen.getByRole('status').textContent
const isDisabled = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name }).disabled

test.each([
  ['address', 'Where is your control plane?'],
  ['address-failed', 'controll.causeway.example cannot be reached'],
  ['discovering', 'Looking for the control plane'],
  ['ready', 'Sign in to Causeway'],
  ['waiting', 'Waiting for you in the browser'],
  ['waiting-device', 'Waiting for you on the other device'],
  ['browser-not-opened', 'Your browser did not open'],
  ['refused', 'Sign-in was refused'],
  ['timed-out', 'Sign-in took too long'],
  ['wrong-organization', 'This account belongs to another organization'],
  ['signed-in', 'You may enroll connectors in 4 resource locations.'],
])('%s: %s', async (name, says) => {
  await openPage(stateOf(states, name))
  expect(status()).toContain(says)
  expect(isDisabled('Next')).toBe(name !== 'signed-in')
})

test('an address is typed and handed over by Enter; it survives a reload', async () => {
  const { bridge, store, user } = await openPage(stateOf(states, 'address'))
  await user.type(screen.getByRole('textbox', { name: 'Address of the control plane' }), ' https://control.causeway.example {Enter}')
  expect(bridge.calls).toEqual([{ name: 'discover', argument: { address: 'https://control.causeway.example' } }])
  expect(store.getState().drafts['signIn.address']).toContain('https://control.causeway.example')
})

test('signing in starts it, then has the window open the browser', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'ready'))
  await user.click(screen.getByRole('button', { name: 'Sign in with your browser' }))
  expect(bridge.calls).toEqual([
    { name: 'startSignIn', argument: { method: 'browser' } },
    { name: 'openLink', argument: { link: 'signIn' } },
  ])
})

test('a browser that does not open is said at once, without an error', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'ready'), 'en', { openLink: () => failed('CW5003') })
  await user.click(screen.getByRole('button', { name: 'Sign in with your browser' }))
  const waiting = stateOf(states, 'browser-not-opened').snapshot.signIn
  act(() => bridge.tell({ is: 'signIn', value: waiting }))
  expect(status()).toContain('Your browser did not open')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('while waiting: the words, the time left, copy, open again, cancel', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'waiting'))
  expect(screen.getByText('HARBOR 47')).toBeTruthy()
  expect(screen.getByText('8:42 left')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy address' }))
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Open again' }))
  await user.click(screen.getByRole('button', { name: 'Cancel sign-in' }))
  expect(bridge.calls).toEqual([
    { name: 'copyText', argument: { text: 'https://signin.causeway.example/e/Zk3vQ8mT' } },
    { name: 'openLink', argument: { link: 'signIn' } },
    { name: 'cancelSignIn', argument: {} },
  ])
})

test('the code for another device is shown where to type it', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'waiting-device'))
  expect(screen.getByText('KXTN-4MPW')).toBeTruthy()
  expect(screen.getByText('causeway.example/device')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Copy code' }))
  expect(bridge.calls).toEqual([{ name: 'copyText', argument: { text: 'KXTN-4MPW' } }])
})

test('account and organization are shown in full; another account can be used', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'signed-in-first'))
  expect(screen.getByText('Contoso Maschinenbau Süddeutschland GmbH & Co. KG')).toBeTruthy()
  expect(screen.getByText('anna.lindqvist@contoso.example')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Use another account' }))
  expect(bridge.calls).toEqual([
    { name: 'loadLocations', argument: {} },
    { name: 'signOut', argument: {} },
  ])
})

test('checks that had to wait for the address are made once it is known, without leaving the page', async () => {
  const state = stateOf(states, 'ready')
  const { checks } = stateOf(checkStates, 'no-address').snapshot
  const { bridge } = await openPage({ ...state, snapshot: { ...state.snapshot, checks } })
  expect(bridge.calls).toEqual([
    { name: 'runChecks', argument: { only: expect.arrayContaining(['host.clock', 'network.tcp-443']) as unknown } },
  ])
  act(() => bridge.tell({ is: 'checks', value: { ...checks, run: { is: 'running', id: galleryRun, since: galleryNow } } }))
  expect(screen.getByRole('heading', { level: 1, name: 'Step 2 of 6 Sign in' })).toBeTruthy()
  act(() => bridge.tell({ is: 'checks', value: checks }))
  expect(bridge.calls).toHaveLength(1)
})

test('what then blocks leads back to the checks', async () => {
  const { bridge } = await openPage(stateOf(states, 'ready'))
  act(() => bridge.tell({ is: 'checks', value: stateOf(checkStates, 'blocked').snapshot.checks }))
  expect(screen.getByRole('heading', { level: 1, name: 'Step 1 of 6 Check this server' })).toBeTruthy()
})
