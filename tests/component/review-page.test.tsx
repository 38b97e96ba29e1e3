import { screen } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { failed, succeeded } from '../../contract/error-codes.ts'
import { states } from '../../renderer/pages/review/states.ts'
import { states as installStates } from '../../renderer/pages/install/states.ts'
import { openPage, pageText } from './opened-page.tsx'

const button = (name: string) => screen.getByRole('button', { name })

test('shows where it goes, how long it takes, and every action in order', async () => {
  await openPage(states['planned'])
  expect(pageText()).toContain('MUC-CONN-02 in Munich, Contoso Maschinenbau')
  expect(pageText()).toContain('About 2 minutes, no restart')
  const actions = screen.getAllByRole('listitem').filter((item) => item.closest('main') !== null)
  expect(actions.map((item) => item.textContent)).toEqual([
    '1Create the program folderC:\\Program Files\\Causeway, 148 MB',
    '2Create the data folder, closed to other usersC:\\ProgramData\\Causeway',
    '3Register the serviceCausewayConnector, starts with Windows',
    '4Register the source of eventsCausewayConnector, in the Application log',
    '5Enroll this serverKey made here and kept here, certificate for 90 days',
    '6Write the settingsProxy proxy.contoso.example:8080',
    '7Allow the service out through Windows FirewallOutbound TCP 443. Nothing inbound.',
    '8Start the serviceAs NT SERVICE\\CausewayConnector',
    '9Wait for the channelTo relay-1, relay-2',
    '10Try the round tripThrough the cloud and back, as the service',
  ])
})

test('opens every file, key and rule, and closes them again', async () => {
  const { user } = await openPage(states['planned'])
  expect(pageText()).not.toContain('machine.key')
  await user.click(button('Show every file, key and rule'))
  for (const what of ['machine.key', 'HKLM\\SOFTWARE\\Causeway', 'Causeway Connector (outbound)', '18 changes in all'])
    expect(pageText()).toContain(what)
  await user.click(button('Hide files, keys and rules'))
  expect(pageText()).not.toContain('machine.key')
})

test('says directly where no proxy is used', async () => {
  await openPage(states['no-proxy'])
  expect(pageText()).toContain('Directly, without a proxy')
  expect(pageText()).toContain('Less than a minute, no restart')
})

describe('the parameters file', () => {
  test.each([
    ['saved', succeeded({ is: 'saved' as const, path: 'C:\\Temp\\causeway.json' }), 'Saved as C:\\Temp\\causeway.json'],
    ['cancelled', succeeded({ is: 'cancelled' as const }), 'Not saved: the dialog was closed.'],
    ['failed', failed('CW7009', { file: 'C:\\Temp', reason: 'access denied' }), 'C:\\Temp: access denied'],
  ])('%s', async (_, answer, says) => {
    const { user, bridge } = await openPage(states['planned'], { answers: { saveText: () => answer } })
    await user.click(button('Save as parameters file…'))
    await vi.waitFor(() => expect(pageText()).toContain(says))
    expect(bridge.calls).toEqual([{ name: 'saveText', argument: { what: 'parametersFile' } }])
  })
})

test('Install and connect starts once and gives way to the installation', async () => {
  const { user, bridge, called, store } = await openPage(states['planned'])
  await user.click(button('Install and connect'))
  expect(called()).toEqual(['startInstall'])
  const running = installStates['running']?.snapshot.install
  if (running === undefined) throw new Error('state')
  bridge.tell({ is: 'install', value: running })
  await vi.waitFor(() => expect(store.getState().place?.page).toBe('install'))
})

test('a refusal to start is said on the page, which stays', async () => {
  const { user, store } = await openPage(states['planned'], { answers: { startInstall: () => failed('CW3010', { pid: 4711 }) } })
  await user.click(button('Install and connect'))
  await vi.waitFor(() => expect(pageText()).toContain('Another setup is running'))
  expect(store.getState().place?.page).toBe('review')
})

test('Back leads to the location', async () => {
  const { user, store } = await openPage(states['planned'])
  await user.click(button('Back'))
  expect(store.getState().place?.page).toBe('resourceLocation')
})
