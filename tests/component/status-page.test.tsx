import { act, screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { failed } from '../../contract/error-codes.ts'
import { running, serviceStatus } from '../../renderer/gallery/example-service.ts'
import { states } from '../../renderer/pages/status/states.ts'
import { openPage, pageText } from './opened-page.tsx'

const button = (name: string) => screen.getByRole('button', { name })

test('keeps asking for the present state while it is open, and no longer', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true })
  try {
    const { called, store } = await openPage(states['working'])
    const asked = () => called().filter((name) => name === 'refreshService').length
    const first = asked()
    await vi.advanceTimersByTimeAsync(3000)
    expect(asked()).toBeGreaterThan(first)
    act(() => store.getState().go({ mode: 'managed', page: 'connectivity' }))
    const last = asked()
    await vi.advanceTimersByTimeAsync(9000)
    expect(asked()).toBe(last)
  } finally {
    vi.useRealTimers()
  }
})

test('asks at once on Refresh', async () => {
  const { user, called } = await openPage(states['working'])
  await user.click(button('Refresh'))
  expect(called().filter((name) => name === 'refreshService').length).toBeGreaterThanOrEqual(2)
})

test('says the same sentence as Connectivity, then the facts', async () => {
  const { user, store } = await openPage(states['working'])
  for (const words of [
    'Working: 23 ms round trip through relay-1',
    'Open to relay-1 and relay-2',
    'Valid until 18 February 2027',
    '38 connections now',
    'MUC-CONN-03',
  ])
    expect(pageText()).toContain(words)
  await user.click(button('Open connectivity test'))
  expect(store.getState().place).toEqual({ mode: 'managed', page: 'connectivity' })
})

describe('history', () => {
  test('is drawn, and its incidents open to what they were', async () => {
    const { user } = await openPage(states['working'])
    expect(
      screen.getByRole('img', { name: /^State of the channel, 24 hours: Working 97.8 %, Degraded 28 min, Not working 4 min/ }),
    ).toBeTruthy()
    const incidents = within(screen.getByRole('list', { name: 'What was not as it should be' })).getAllByRole('button')
    expect(incidents).toHaveLength(2)
    if (incidents[0] !== undefined) await user.click(incidents[0])
    expect(pageText()).toContain('It lasted 4 min and ended by itself.')
  })

  test('says the same as a table', async () => {
    const { user } = await openPage(states['history-table'])
    const table = screen.getByRole('region', { name: 'History as a table' })
    expect(table.querySelectorAll('tr').length).toBeGreaterThan(5)
    await user.click(screen.getByText('Show as a chart'))
    expect(screen.queryByRole('region', { name: 'History as a table' })).toBeNull()
  })

  test('of another range is asked for', async () => {
    const { user, bridge } = await openPage(states['working'])
    await user.click(button('7 days'))
    await vi.waitFor(() => expect(bridge.calls).toContainEqual({ name: 'loadHistory', argument: { range: '7d' } }))
    expect(button('7 days').getAttribute('aria-pressed')).toBe('true')
  })
})

test('leads to the checks', async () => {
  const { user, store } = await openPage(states['working'])
  await user.click(button('No warning'))
  expect(store.getState().place?.page).toBe('checks')
})

test.each([
  ['working-untested', 'Working: 21 ms round trip through relay-1 and relay-2, over your proxy'],
  ['starting', 'Starting: the service is opening its channel'],
  ['degraded', 'Working with less in reserve: 2 of 4 connections open'],
  ['down', 'Not working: relay-1 cannot be reached'],
  ['expired', 'Enroll again: The machine’s certificate expired'],
  ['only-connector', 'This is the only connector in Munich.'],
  ['others-unknown', 'Known to the console only'],
  ['stopped', 'The service is stopped'],
  ['stopped-by-failure', 'a group policy denies it the right to log on'],
  ['not-answering', 'no answer within 5 seconds'],
])('%s', async (state, says) => {
  await openPage(states[state])
  expect(pageText()).toContain(says)
})

describe('a connector removed in the console while the page is open', () => {
  const removed = async () => {
    const opened = await openPage(states['working'])
    const failure = { code: 'CW4004', values: { by: '' } } as const
    opened.bridge.tell({
      is: 'service',
      value: { ...running, status: { ...serviceStatus, channel: 'enrollAgain', failure, sessions: [] } },
    })
    await vi.waitFor(() => expect(pageText()).toContain('This connector was removed in the console'))
    return opened
  }

  test('leads to the page that enrolls it again, and changes nothing by itself', async () => {
    const { user, store, called } = await removed()
    await user.click(button('Enroll again…'))
    expect(store.getState().place).toEqual({ mode: 'managed', page: 'enrollAgain' })
    expect(called()).not.toContain('uninstall')
    expect(called()).not.toContain('enrollAgain')
  })
})

describe('the service', () => {
  test('is restarted without a question', async () => {
    const { user, called } = await openPage(states['working'])
    await user.click(button('Restart service'))
    expect(called()).toContain('restartService')
  })

  test.each([
    ['Stop service', true],
    ['Keep it running', false],
  ])('is stopped after a question: %s', async (answer, stops) => {
    const { user, called } = await openPage(states['working'])
    await user.click(button('Stop service'))
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: answer }))
    expect(called().includes('stopService')).toBe(stops)
  })

  test('is started where it is stopped; a refusal is said', async () => {
    const { user } = await openPage(states['stopped'], {
      answers: { startService: () => failed('CW3007', { reason: 'a group policy denies it' }) },
    })
    await user.click(button('Start service'))
    await vi.waitFor(() => expect(pageText()).toContain('a group policy denies it'))
  })

  test.each([
    ['Uninstall…', 'uninstall'],
    ['Repair…', 'repair'],
  ])('%s leads to a page of its own', async (name, page) => {
    const { user, store, called } = await openPage(states['working'])
    await user.click(button(name))
    expect(store.getState().place).toEqual({ mode: 'managed', page })
    expect(called()).not.toContain(page)
  })

  test('that somebody deleted is offered to be repaired', async () => {
    await openPage(states['service-gone'])
    expect(pageText()).toContain('The service is gone')
    expect(within(screen.getByRole('main')).getByRole('button', { name: 'Repair…' })).toBeDefined()
  })
})

test('speaks Chinese', async () => {
  await openPage(states['working-untested'], { language: 'zh-CN' })
  expect(pageText()).toContain('正常：通过您的代理经 relay-1和relay-2 往返 21 毫秒')
})
