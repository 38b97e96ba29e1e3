import { expect, test, vi } from 'vitest'
import { type AgentState, type WizardBridge, type WizardEvent, type WizardSnapshot } from '../../../contract/wizard-api.ts'
import { baseSnapshot } from '../../../renderer/gallery/base-snapshot.ts'
import { fakeBridge } from '../../../renderer/gallery/fake-bridge.ts'
import { memoryStorage } from '../../../renderer/gallery/memory-storage.ts'
import { createWizardStore } from '../../../renderer/wizard-store.ts'

const changed: WizardEvent = { is: 'ledger', value: { is: 'changed', changes: 2 } }

/** A bridge whose snapshot comes only when it is let go. */
function slowBridge() {
  const waiting = Promise.withResolvers<WizardSnapshot>()
  const bridge = fakeBridge(baseSnapshot, { answers: { snapshot: () => waiting.promise } })
  return { bridge, letGo: () => waiting.resolve(baseSnapshot) }
}

test('events that overtake the first snapshot are not lost', async () => {
  const { bridge, letGo } = slowBridge()
  const store = createWizardStore(bridge, memoryStorage())
  bridge.tell(changed)
  expect(store.getState().snapshot).toBeUndefined()
  letGo()
  await vi.waitFor(() => expect(store.getState().snapshot?.ledger).toEqual(changed.value))
})

test('after a reload the window is where it was, with what was typed', async () => {
  const storage = memoryStorage()
  const first = createWizardStore(fakeBridge(baseSnapshot), storage)
  await vi.waitFor(() => expect(first.getState().place).toEqual({ mode: 'setup', page: 'checkServer' }))
  first.getState().go({ mode: 'setup', page: 'signIn' })
  first.getState().setDraft('signIn.address', 'https://control.causeway.example')

  const second = createWizardStore(fakeBridge(baseSnapshot), storage)
  await vi.waitFor(() => expect(second.getState().snapshot).toBeDefined())
  expect(second.getState().place).toEqual({ mode: 'setup', page: 'signIn' })
  expect(second.getState().drafts['signIn.address']).toBe('https://control.causeway.example')
})

test('an event that closes the page leads to the one before', async () => {
  const bridge = fakeBridge(baseSnapshot)
  const store = createWizardStore(bridge, memoryStorage())
  await vi.waitFor(() => expect(store.getState().snapshot).toBeDefined())
  store.getState().go({ mode: 'setup', page: 'signIn' })
  bridge.tell({ is: 'checks', value: { run: { is: 'idle' }, rows: [] } })
  expect(store.getState().place).toEqual({ mode: 'setup', page: 'checkServer' })
})

test('an agent that came back is asked again', async () => {
  const snapshot = vi.fn(() => baseSnapshot)
  const bridge = fakeBridge(baseSnapshot, { answers: { snapshot } })
  const store = createWizardStore(bridge, memoryStorage())
  await vi.waitFor(() => expect(store.getState().snapshot).toBeDefined())
  const ended: AgentState = { is: 'ended', failure: { code: 'CW9003', values: {} } }
  bridge.tellAgent(ended)
  expect(store.getState().agent).toEqual(ended)
  bridge.tellAgent({ is: 'connected' })
  await vi.waitFor(() => expect(snapshot).toHaveBeenCalledTimes(2))
})

test('a snapshot that cannot be had is said, not waited for', async () => {
  const bridge: WizardBridge = { ...fakeBridge(baseSnapshot), call: () => Promise.reject(new Error('pipe closed')) }
  const store = createWizardStore(bridge, memoryStorage())
  await vi.waitFor(() => expect(store.getState().agent).toMatchObject({ is: 'ended', failure: { code: 'CW9003', detail: 'pipe closed' } }))
})

test('a failure becomes the problem of the page, unless the page tells it itself', async () => {
  const failure = { code: 'CW5003', values: {} } as const
  const bridge = fakeBridge(baseSnapshot, { answers: { openLink: () => ({ ok: false, failure }) } })
  const store = createWizardStore(bridge, memoryStorage())
  await store.getState().act('openLink', { link: 'signIn' }, 'told')
  expect(store.getState().problem).toBeUndefined()
  await store.getState().act('openLink', { link: 'signIn' })
  expect(store.getState().problem).toEqual(failure)
  await store.getState().act('closeWindow', {})
  expect(store.getState().problem).toBeUndefined()
})
