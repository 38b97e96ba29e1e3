import { act, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { baseSnapshot } from '../../renderer/gallery/base-snapshot.ts'
import { states as shellStates } from '../../renderer/gallery/shell-states.ts'
import { states as signIn } from '../../renderer/pages/sign-in/states.ts'
import { openPage, stateOf } from './open-page.tsx'

test('window and heading say which step this is, and the heading has the focus', async () => {
  await openPage(stateOf(signIn, 'ready'))
  const heading = screen.getByRole('heading', { level: 1 })
  expect(heading.textContent).toBe('Step 2 of 6 Sign in')
  expect(document.activeElement).toBe(heading)
  expect(document.title).toBe('Causeway setup – Step 2 of 6: Sign in')
  const current = within(screen.getByRole('navigation', { name: 'Steps' }))
    .getAllByRole('listitem')
    .filter((step) => step.getAttribute('aria-current') === 'step')
  expect(current.map(({ textContent }) => textContent)).toEqual(['2Sign in'])
})

test('Back leads to the step before, by keyboard, and the heading there takes the focus', async () => {
  const { user } = await openPage(stateOf(signIn, 'ready'))
  screen.getByRole('button', { name: 'Back' }).focus()
  await user.keyboard('{Enter}')
  expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1, name: 'Step 1 of 6 Check this server' }))
})

test('the language changes at once, is kept by the window and names the page', async () => {
  const { user, bridge } = await openPage(stateOf(signIn, 'ready'))
  await user.click(screen.getByRole('button', { name: 'Language: English' }))
  await user.click(await screen.findByRole('menuitemradio', { name: '简体中文' }))
  expect(screen.getByRole('heading', { level: 1, name: '第 2 步，共 6 步 登录' })).toBeTruthy()
  expect(document.documentElement.lang).toBe('zh-CN')
  expect(bridge.calls).toContainEqual({ name: 'setLanguage', argument: { language: 'zh-CN' } })
})

test('where the rail is one line, logs, bundle and languages stand behind one button', async () => {
  const { user } = await openPage(stateOf(signIn, 'ready'))
  await user.click(screen.getByRole('button', { name: 'Help' }))
  expect((await screen.findAllByRole('menuitem')).map(({ textContent }) => textContent)).toEqual(['Logs', 'Support bundle'])
  await user.click(screen.getByRole('menuitemradio', { name: '简体中文' }))
  expect(screen.getByRole('heading', { level: 1, name: '第 2 步，共 6 步 登录' })).toBeTruthy()
  await user.click(screen.getByRole('button', { name: '帮助' }))
  await user.click(await screen.findByRole('menuitem', { name: '日志' }))
  expect(screen.getByRole('heading', { level: 1, name: '日志' })).toBeTruthy()
})

test('a simulated server is always called that', async () => {
  const state = stateOf(signIn, 'ready')
  await openPage({ ...state, snapshot: { ...state.snapshot, server: { ...baseSnapshot.server, simulated: true } } })
  expect(screen.getByText('Simulated server')).toBeTruthy()
})

test('events of the engine change the page', async () => {
  const { bridge } = await openPage(stateOf(signIn, 'ready'))
  act(() => bridge.tell({ is: 'ledger', value: { is: 'changed', changes: 7 } }))
  expect(screen.getAllByText('7 changes on this server. Uninstall takes all of them back.').length).toBeGreaterThan(0)
})

test('an agent that ended can be started again, and the page comes back', async () => {
  const { bridge, user } = await openPage(stateOf(shellStates, 'ended'))
  expect(screen.getByText('Setup has stopped unexpectedly')).toBeTruthy()
  await user.click(screen.getByRole('button', { name: 'Start again' }))
  expect(bridge.calls).toEqual([{ name: 'restartAgent', argument: {} }])
  act(() => bridge.tellAgent({ is: 'connected' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Step 1 of 6 Check this server' })).toBeTruthy()
})

test('consent that was refused is said, with the way on', async () => {
  await openPage(stateOf(shellStates, 'consent-refused'))
  expect(screen.getByText('Not started: the consent prompt was answered with No')).toBeTruthy()
  expect(screen.getByRole('button', { name: 'Start again' })).toBeTruthy()
})

test('a call that breaks is shown with its code and goes away with the next one', async () => {
  const closeWindow = vi
    .fn<() => Promise<Record<string, never>>>()
    .mockRejectedValueOnce(new Error('CW9002: refused'))
    .mockResolvedValue({})
  const { user } = await openPage(stateOf(signIn, 'ready'), 'en', { closeWindow })
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('CW9001')
  expect(alert.textContent).toContain('CW9002: refused')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.queryByRole('alert')).toBeNull()
})
