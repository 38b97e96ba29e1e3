import { screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { failed } from '../../contract/error-codes.ts'
import { states as connectivity } from '../../renderer/pages/connectivity/states.ts'
import { states as enrollAgain } from '../../renderer/pages/enroll-again/states.ts'
import { states as repair } from '../../renderer/pages/repair/states.ts'
import { states as uninstall } from '../../renderer/pages/uninstall/states.ts'
import { states as setUp } from '../../renderer/gallery/shell-states.ts'
import { openPage, pageText } from './opened-page.tsx'

// Whole pages in a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 })

const page = () => within(screen.getByRole('main'))
const footer = (name: string) => screen.getAllByRole('button', { name }).findLast((button) => button.closest('footer') !== null)
const isDisabled = (name: string) => footer(name)?.hasAttribute('disabled')

test('repair says what differs before it changes anything, then repairs', async () => {
  const { user, called } = await openPage(repair['differs'])
  await screen.findByText('2 of 10 actions are no longer as they were left')
  expect(called()).not.toContain('repair')
  await user.click(footer('Repair') as HTMLElement)
  expect(called()).toContain('repair')
})

test('repair is stopped between two actions', async () => {
  const { user, called } = await openPage(repair['repairing'])
  await user.click(screen.getByRole('button', { name: 'Stop after this action' }))
  expect(called()).toContain('cancelInstall')
})

test('repair tells a damaged journal from nothing to repair', async () => {
  await openPage(repair['differs'], { answers: { lookOver: () => failed('CW3006', { line: 3, file: 'journal' }) } })
  await screen.findByText('The install journal is damaged')
})

test('a repair that a restart has to finish asks whether to go on after it', async () => {
  const { user, bridge } = await openPage(repair['restart-needed'])
  expect(pageText()).toContain('Restart this server to finish')
  expect(pageText()).toContain('After the restart, open this window again and choose “Repair”')
  await user.click(screen.getByRole('checkbox', { name: 'Go on by itself after the restart' }))
  expect(bridge.calls.at(-1)).toEqual({ name: 'agreeToGoOn', argument: { agreed: true } })
})

test('whoever is no administrator may look, and is told how to become one', async () => {
  const { user, called } = await openPage(uninstall['not-administrator'])
  expect(isDisabled('Uninstall…')).toBe(true)
  await user.click(screen.getByRole('button', { name: 'Ask for an administrator' }))
  expect(called()).toContain('restartAgent')
})

test('enrolling again waits for a sign-in', async () => {
  await openPage(enrollAgain['sign-in'])
  expect(isDisabled('Enroll again')).toBe(true)
})

test('enrolling again is asked for by who has signed in', async () => {
  const { user, called } = await openPage(enrollAgain['ready'])
  expect(pageText()).toContain('The control plane replaces the earlier registration of MUC-CONN-02 in Munich.')
  await user.click(footer('Enroll again') as HTMLElement)
  expect(called()).toContain('enrollAgain')
})

test.each([
  ['plan', false],
  ['registration-kept', true],
])('uninstall says what is taken back and what stays, and asks once more: %s', async (name, keepRegistration) => {
  const { user, bridge } = await openPage(uninstall[name])
  expect(page().getByRole('list', { name: 'What is taken back' }).children.length).toBeGreaterThan(10)
  await user.click(footer('Uninstall…') as HTMLElement)
  const dialog = within(await screen.findByRole('alertdialog'))
  expect(bridge.calls.some(({ name: call }) => call === 'uninstall')).toBe(false)
  await user.click(dialog.getByRole('button', { name: 'Uninstall' }))
  expect(bridge.calls).toContainEqual({ name: 'uninstall', argument: { keepRegistration } })
})

test('the last connector of a location is not uninstalled without a warning', async () => {
  await openPage(uninstall['last-connector'])
  expect(pageText()).toContain('the last working connector of Munich')
})

test('after consent was refused a person may look', async () => {
  const { user, called } = await openPage(setUp['consent-refused'])
  await user.click(screen.getByRole('button', { name: 'Look only' }))
  expect(called()).toContain('continueReadOnly')
})

test('the window that was started for a repair opens there, and only once', async () => {
  let told = 0
  const { differs } = repair
  if (differs === undefined) throw new Error('no such state in the gallery')
  const { store } = await openPage(
    { ...differs, place: { mode: 'managed', page: 'status' } },
    { answers: { preferences: () => ({ language: 'en', theme: 'light', ...(told++ === 0 ? { opens: 'repair' as const } : {}) }) } },
  )
  await vi.waitFor(() => expect(store.getState().place).toEqual({ mode: 'managed', page: 'repair' }))
})

test('further causes are folded under the first, with who acts', async () => {
  const { user } = await openPage(connectivity['broken-further'])
  const list = within(page().getByRole('list', { name: 'Further causes' }))
  await user.click(list.getByRole('button', { name: /does not accept connections/ }))
  expect(list.getByText(/the network team has to act/)).toBeDefined()
  expect(pageText()).toContain('the list of name servers could not be read')
})
