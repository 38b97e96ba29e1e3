import { screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { instantAt } from '../../renderer/gallery/gallery-state.ts'
import { states } from '../../renderer/pages/install/states.ts'
import { openPage, pageText } from './opened-page.tsx'

const button = (name: string) => screen.getByRole('button', { name })

describe('while it runs', () => {
  test('says the action now, its number, and the seconds it has taken', async () => {
    await openPage(states['running'])
    expect(pageText()).toContain('Enrolling this server with control.causeway.example')
    expect(pageText()).toContain('Action 5 of 10, about 1 min left.')
    expect(pageText()).toContain('6 s so far')
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('0.46')
  })

  test('a row changes in place when its action is done', async () => {
    const { bridge } = await openPage(states['running'])
    const { install } = states['running']?.snapshot ?? {}
    if (install?.is !== 'running') throw new Error('state')
    const enroll = install.rows[3]
    if (enroll === undefined) throw new Error('row')
    bridge.tell({ is: 'actionRow', value: { ...enroll, state: { is: 'done', milliseconds: 7300 } } })
    await vi.waitFor(() =>
      expect(within(screen.getByRole('list', { name: 'Actions' })).getAllByRole('listitem')[3]?.textContent).toContain('7 s'),
    )
  })

  test.each([
    ['Cancel and undo', ['cancelInstall']],
    ['Go on installing', []],
  ])('asks before it cancels: %s', async (answer, calls) => {
    const { user, called } = await openPage(states['running'])
    await user.click(button('Cancel and undo'))
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toContain('the 11 changes made so far')
    await user.click(within(dialog).getByRole('button', { name: answer }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(called()).toEqual(calls)
  })

  test('Escape keeps installing', async () => {
    const { user, called } = await openPage(states['running'])
    await user.click(button('Cancel and undo'))
    await screen.findByRole('alertdialog')
    await user.keyboard('{Escape}')
    await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(called()).toEqual([])
  })

  test('cannot be cancelled after the point of no return', async () => {
    await openPage(states['running-no-return'])
    expect(button('Cancel and undo').hasAttribute('disabled')).toBe(true)
    expect(pageText()).toContain('From here on setup goes through to the end')
  })

  test('keeps the last line of the log in sight and the rest behind a button', async () => {
    const { user, bridge } = await openPage(states['running'])
    expect(screen.queryByRole('log')).toBeNull()
    bridge.tell({ is: 'logged', value: { at: instantAt(0), level: 'warn', topic: 'enrollment', message: 'Answer is late' } })
    await vi.waitFor(() => expect(pageText()).toContain('Answer is late'))
    await user.click(button('Show log'))
    expect(screen.getByRole('log').children).toHaveLength(7)
    await user.click(button('Hide log'))
    expect(screen.queryByRole('log')).toBeNull()
  })
})

test('what was interrupted waits for a decision', async () => {
  const { user, called } = await openPage(states['interrupted'])
  expect(pageText()).toContain('4 of 10 actions are done')
  await user.click(button('Undo'))
  await user.click(button('Resume'))
  expect(called()).toEqual(['undoInstall', 'resumeInstall'])
})

test('resuming before the enrollment needs somebody signed in', async () => {
  const { user, called, store } = await openPage(states['interrupted-signed-out'])
  await user.click(button('Sign in'))
  expect(store.getState().place).toEqual({ mode: 'setup', page: 'signIn' })
  expect(called()).toEqual([])
})

describe('when a program holds a file of the service', () => {
  test('says that a restart is needed and what happens without consent, which nobody has given', async () => {
    const { user, called, bridge } = await openPage(states['restart-needed'])
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('Restart needed')
    expect(pageText()).toContain('Another program holds C:\\Program Files\\Causeway\\connector\\1.0.0\\node.exe')
    expect(pageText()).toContain('Nothing goes on by itself')
    expect(pageText()).toContain('RunOnce\\CausewaySetup')
    const consent = screen.getByRole<HTMLInputElement>('checkbox', { name: 'Go on by itself after the restart' })
    expect(consent.checked).toBe(false)
    await user.click(consent)
    expect(bridge.calls.at(-1)).toEqual({ name: 'agreeToGoOn', argument: { agreed: true } })
    // Only what the engine has registered shows as agreed.
    expect(consent.checked).toBe(false)
    await user.click(button('Undo'))
    expect(called()).toEqual(['agreeToGoOn', 'undoInstall'])
  })

  test('consent can be withdrawn', async () => {
    const { user, bridge } = await openPage(states['restart-agreed'])
    expect(pageText()).toContain('it asks there to sign in to the control plane')
    await user.click(screen.getByRole('checkbox', { name: 'Go on by itself after the restart' }))
    expect(bridge.calls.at(-1)).toEqual({ name: 'agreeToGoOn', argument: { agreed: false } })
  })

  test('after the restart it is no longer asked for', async () => {
    await openPage(states['restarted'])
    expect(pageText()).toContain('The server has been restarted: setup can go on')
    expect(screen.queryByRole('checkbox')).toBeNull()
    expect(button('Sign in')).toBeDefined()
  })
})

test('what stopped by itself says why', async () => {
  const { user, called } = await openPage(states['stopped-by-itself'])
  expect(pageText()).toContain('no answer within 20 s')
  await user.click(button('Resume'))
  expect(called()).toEqual(['resumeInstall'])
})

test('on the way back nothing can be closed, and the reason stays in sight', async () => {
  await openPage(states['undoing'])
  expect(pageText()).toContain('The service did not start')
  expect(pageText()).toContain('4 of 7 actions taken back.')
  expect(button('Close').hasAttribute('disabled')).toBe(true)
})

describe('after a failure', () => {
  test('names the cause, what helps, and proves that all was taken back', async () => {
    const { user, bridge } = await openPage(states['failed'])
    expect(pageText()).toContain('The service did not start: a group policy denies')
    expect(pageText()).toContain('Actions 1 to 7')
    expect(screen.getAllByText('As it was before: 17 changes made, 17 taken back.')).not.toHaveLength(0)
    await user.click(button('Copy message for support'))
    const [copied] = bridge.calls
    expect(copied).toMatchObject({ name: 'copyText', argument: { text: expect.stringContaining('CW3007') as string } })
    await user.click(button('About CW3007'))
    expect(bridge.calls.at(-1)).toEqual({ name: 'openLink', argument: { link: 'docsError', of: 'CW3007' } })
    await user.click(button('Try again'))
    expect(bridge.calls.at(-1)?.name).toBe('startInstall')
  })

  test('a folded row opens to what it holds', async () => {
    const { user } = await openPage(states['failed'])
    await user.click(screen.getByRole('button', { name: /Actions 1 to 7/ }))
    expect(pageText()).toContain('C:\\ProgramData\\Causeway\\connector.json')
  })

  test('what could not be taken back is named, and can be tried again', async () => {
    const { user, called } = await openPage(states['undo-failed'])
    expect(pageText()).toContain('1 change could not be taken back')
    expect(pageText()).toContain('C:\\ProgramData\\Causeway\\logs')
    await user.click(button('Undo again'))
    expect(called()).toEqual(['undoInstall'])
  })
})

test('a cancelled installation says so calmly', async () => {
  const { user, called } = await openPage(states['cancelled'])
  expect(pageText()).toContain('Cancelled: this server is as it was before')
  await user.click(button('Try again'))
  expect(called()).toEqual(['startInstall'])
})

test('after an uninstall set-up can begin anew', async () => {
  const { user, store } = await openPage(states['uninstalled'])
  await user.click(button('Set up again'))
  expect(store.getState().place).toEqual({ mode: 'setup', page: 'checkServer' })
})

test('installed leads on to the live test', async () => {
  const { user, store } = await openPage(states['installed'])
  expect(pageText()).toContain('MUC-CONN-02 carries traffic for Munich')
  await user.click(button('Next'))
  expect(store.getState().place?.page).toBe('connectivity')
})
