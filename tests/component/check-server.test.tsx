import { act, screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { checkIds } from '../../contract/check-catalogue.ts'
import { states } from '../../renderer/pages/check-server/states.ts'
import { openPage, stateOf } from './open-page.tsx'

const verdict = () => screen.getAllByRole('status')[0]?.textContent
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name })

const all = checkIds.length
const doneIn = (name: string) => stateOf(states, name).snapshot.checks.rows.filter(({ state }) => state.is === 'done').length
const passedIn = (name: string) =>
  stateOf(states, name).snapshot.checks.rows.filter(({ state }) => state.is === 'done' && state.result.outcome === 'pass').length

test.each([
  ['idle', 'Not checked yet', false],
  ['running', `Checking: ${doneIn('running')} of ${all} done, 2 warnings so far`, false],
  ['blocked', 'Not ready: one thing must be fixed first', false],
  ['several-blocked', 'Not ready: 2 things must be fixed first', false],
  ['overridden', 'Ready, with', true],
  ['warnings', 'Ready, with 3 warnings', true],
  ['ready', `Ready: ${passedIn('ready')} of ${all} checks passed`, true],
  ['unknown', 'Could not find out everything: one check gave no answer', false],
  ['cancelled', `Stopped: ${doneIn('cancelled')} of ${all} checks done`, false],
  ['no-address', `Ready so far: ${passedIn('no-address')} of ${all} checks passed`, true],
])('%s: %s', async (name, says, next) => {
  await openPage(stateOf(states, name))
  expect(verdict()).toContain(says)
  expect(button('Next').disabled).toBe(!next)
})

test('the checks start by themselves, once', async () => {
  const { bridge } = await openPage(stateOf(states, 'idle'))
  expect(bridge.calls).toEqual([{ name: 'runChecks', argument: {} }])
  act(() => bridge.tell({ is: 'checks', value: stateOf(states, 'cancelled').snapshot.checks }))
  expect(bridge.calls).toHaveLength(1)
})

test('while they run, passes are one row a group, and it can be stopped', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'running'))
  const host = screen.getByRole('region', { name: 'Host' })
  const passed = stateOf(states, 'running').snapshot.checks.rows.filter(
    ({ id, state }) => id.startsWith('host.') && state.is === 'done' && state.result.outcome === 'pass',
  )
  expect(within(host).getByText(`${passed.length} passed`)).toBeTruthy()
  expect(within(host).queryByText(/enough|The clock is right/)).toBeNull()
  expect(screen.getByText('For 4 s')).toBeTruthy()
  await user.click(button('Stop'))
  expect(bridge.calls).toEqual([{ name: 'cancelChecks', argument: {} }])
})

test('no row comes, goes or moves under the pointer; all catch up when it leaves', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'running'))
  const network = screen.getByRole('region', { name: 'Network and certificates' })
  const titles = () =>
    within(network)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent)
  expect(titles()[0]).toContain('TCP 443')
  await user.hover(network)
  act(() => {
    bridge.tell({
      is: 'checkRow',
      value: {
        id: 'network.tcp-443',
        state: {
          is: 'done',
          result: { outcome: 'pass', finding: 'connects', values: { count: 3, milliseconds: 23 }, evidence: [], milliseconds: 9 },
        },
      },
    })
    bridge.tell({ is: 'checkRow', value: { id: 'network.http', state: { is: 'running', since: '2026-11-20T10:45:00.000Z' } } })
  })
  expect(titles()).toHaveLength(3)
  expect(titles()[0]).toContain('Every address accepts connections')
  expect(screen.queryByText('Control plane answers')).toBeNull()
  await user.unhover(network)
  await user.hover(screen.getByRole('heading', { level: 1 }))
  expect(titles()[0]).not.toContain('Every address accepts connections')
  expect(within(network).getByText('5 passed')).toBeTruthy()
})

test('the cause is open, with what is held up by it, the fix and the command', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'blocked'))
  expect(button(/The clock is 7 minutes 12 seconds ahead/).getAttribute('aria-expanded')).toBe('true')
  expect(screen.getByText('Held up by it').nextElementSibling?.textContent).toContain('Trust to the domain')
  expect(screen.getByText(/Changes nothing else\.$/)).toBeTruthy()
  await user.click(button('Fix it for me'))
  await user.click(button('Copy'))
  await user.click(button('About this check'))
  await user.click(button('Run again'))
  await user.click(button('Run all again'))
  expect(bridge.calls).toEqual([
    { name: 'fixCheck', argument: { check: 'host.clock' } },
    { name: 'copyText', argument: { text: 'w32tm /resync /force' } },
    { name: 'openLink', argument: { link: 'docsCheck', of: 'host.clock' } },
    { name: 'runChecks', argument: { only: ['host.clock'] } },
    { name: 'runChecks', argument: {} },
  ])
})

test('a row opens and closes by keyboard', async () => {
  const { user } = await openPage(stateOf(states, 'blocked'))
  const row = button(/4 GB of memory/)
  row.focus()
  await user.keyboard('{Enter}')
  expect(row.getAttribute('aria-expanded')).toBe('true')
  await user.keyboard(' ')
  expect(row.getAttribute('aria-expanded')).toBe('false')
  const cause = button(/The clock is/)
  cause.focus()
  await user.keyboard('{Enter}')
  expect(cause.getAttribute('aria-expanded')).toBe('false')
})

test('going on without a check needs a reason of ten characters', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'blocked'))
  await user.click(button('Continue without this check…'))
  const dialog = await screen.findByRole('alertdialog')
  const go = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Continue without this check' })
  await user.type(within(dialog).getByRole('textbox'), 'too short')
  expect(go.disabled).toBe(true)
  await user.type(within(dialog).getByRole('textbox'), ' no more')
  await user.click(go)
  expect(bridge.calls).toEqual([{ name: 'overrideCheck', argument: { check: 'host.clock', reason: 'too short no more' } }])
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('Go back and Escape leave everything as it was, and the reason is kept', async () => {
  const { bridge, store, user } = await openPage(stateOf(states, 'override'))
  await user.click(button('Go back'))
  expect(screen.queryByRole('alertdialog')).toBeNull()
  await user.click(button('Continue without this check…'))
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('alertdialog')).toBeNull()
  expect(store.getState().drafts['checkServer.reason.host.clock']).toContain('CHG-48213')
  expect(bridge.calls).toEqual([])
})

test('a domain controller cannot be talked round', async () => {
  await openPage(stateOf(states, 'domain-controller'))
  expect(screen.queryByRole('button', { name: 'Continue without this check…' })).toBeNull()
  expect(screen.getByText('No reason outweighs this one: it has to be fixed.')).toBeTruthy()
})

test('what was accepted says why and by whom, and can be withdrawn', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'overridden'))
  expect(screen.getByText(/CHG-48213.*anna\.lindqvist-adm/)).toBeTruthy()
  await user.click(button('Withdraw'))
  expect(bridge.calls).toEqual([{ name: 'withdrawOverride', argument: { check: 'host.clock' } }])
})

test('a fix that runs cannot be started again; one that failed says why', async () => {
  const { bridge, user } = await openPage(stateOf(states, 'fixing'))
  await user.click(button('Fixing…'))
  expect(bridge.calls).toEqual([])
  act(() => bridge.tell({ is: 'checks', value: stateOf(states, 'fix-failed').snapshot.checks }))
  expect(screen.getByRole('alert').textContent).toContain('0x80070426')
})

test('after set-up the page has no steps and is closed, not cancelled', async () => {
  await openPage(stateOf(states, 'managed'))
  expect(document.title).toBe('Causeway – Checks')
  expect(screen.queryByRole('button', { name: 'Next' })).toBeNull()
  expect(button('Close')).toBeTruthy()
})
