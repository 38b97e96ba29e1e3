import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { failed, succeeded } from '../../contract/error-codes.ts'
import { type LogEntry } from '../../contract/log-entry.ts'
import { states as bundle } from '../../renderer/pages/bundle/states.ts'
import { asText, choices, joined, keptLines, noLogs } from '../../renderer/pages/logs/log-view.ts'
import { states as logs } from '../../renderer/pages/logs/states.ts'
import { states as settings } from '../../renderer/pages/settings/states.ts'
import { proxyDraftOf } from '../../renderer/parts/proxy-draft.ts'
import { changesOf, settingsOf } from '../../renderer/pages/settings/settings-view.ts'
import { openPage, stateOf } from './open-page.tsx'

// Whole pages in a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 60_000 })

describe('Logs', () => {
  it('counts what fits, and filters by level and words', async () => {
    await openPage(stateOf(logs, 'live'))
    await screen.findByText('15 of 15 lines')
    await userEvent.selectOptions(screen.getByLabelText('At least'), 'Warning')
    await screen.findByText('3 of 15 lines')
    await userEvent.type(screen.getByLabelText('With these words'), 'relay-2')
    await screen.findByText('1 of 15 lines')
    expect(screen.getByRole('table', { name: 'Lines of the logs' }).getAttribute('aria-rowcount')).toBe('1')
  })

  it('says what an administrator could read, and is there when nothing is installed', async () => {
    await openPage(stateOf(logs, 'not-administrator'))
    await screen.findByText(/only an administrator may read this log \(EACCES\)/)
    cleanup()
    await openPage(stateOf(logs, 'uninstalled'))
    await screen.findByText('2 of 2 lines')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Logs')
  })

  it('asks for no more while paused', async () => {
    const { bridge } = await openPage(stateOf(logs, 'live'))
    await screen.findByText('15 of 15 lines')
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }))
    expect(screen.getByRole('button', { name: 'Go on' }).getAttribute('aria-pressed')).toBe('true')
    const asked = bridge.calls.length
    await waitFor(() => expect(bridge.calls.length).toBe(asked))
  })

  it('keeps a bounded number of lines', () => {
    const entry: LogEntry = { source: 'setup', at: 'x', level: 'info', topic: 't', run: 'r', message: 'm' }
    const page = { entries: Array.from({ length: keptLines }, () => entry), cursor: 'c', sources: [] }
    const twice = joined(joined(noLogs, page), page)
    expect(twice.entries).toHaveLength(keptLines)
    expect(twice.dropped).toBe(keptLines)
    expect(choices(twice.entries)).toEqual({ topics: ['t'], runs: ['r'] })
    expect(asText(twice.entries).length).toBeLessThan(200_000)
  })
})

describe('Settings', () => {
  it('shows a change before it is made, and the failure of its trial', async () => {
    const { bridge } = await openPage(stateOf(settings, 'present'), 'en', {
      changeSettings: () => failed('CW3018', { proxy: 'http://10.20.0.5:3128/', endpoint: 'relay-1:443', reason: 'ECONNREFUSED' }),
    })
    const [first] = await screen.findAllByRole('button', { name: 'Use this one' })
    if (first === undefined) throw new Error('no proxy')
    await userEvent.click(first)
    await userEvent.click(screen.getByRole('button', { name: 'Review changes…' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(within(dialog).getByText('None, directly → pac:http://proxy.contoso.example/proxy.pac')).toBeDefined()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change and start again' }))
    await screen.findByText(/The settings were not changed/)
    expect(bridge.calls.find(({ name }) => name === 'changeSettings')?.argument).toEqual({
      proxy: { is: 'script', address: 'http://proxy.contoso.example/proxy.pac' },
      logLevel: 'info',
    })
  })

  it('changes labels after showing them, without a restart', async () => {
    const { bridge } = await openPage(stateOf(settings, 'present'))
    const field = await screen.findByDisplayValue('rack=B4, owner=client-platform')
    await userEvent.clear(field)
    await userEvent.type(field, 'rack=B4, rack=B5')
    await screen.findByText('“rack” is there twice')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review changes…' }).disabled).toBe(true)
    await userEvent.clear(field)
    await userEvent.type(field, 'rack=B5')
    await userEvent.click(screen.getByRole('button', { name: 'Review changes…' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(within(dialog).getByText('rack=B4, owner=client-platform → rack=B5')).toBeDefined()
    expect(within(dialog).queryByText(/the service is started again/)).toBeNull()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change' }))
    await screen.findByText('The labels are changed')
    expect(bridge.calls.filter(({ name }) => /^change/.test(name))).toEqual([
      { name: 'changeLabels', argument: { labels: [{ key: 'rack', value: 'B5' }] } },
    ])
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review changes…' }).disabled).toBe(true)
  })

  it('changes nothing else when the labels cannot be changed, and keeps what was typed', async () => {
    const { bridge } = await openPage(stateOf(settings, 'present'), 'en', {
      changeLabels: () => failed('CW4006', { relay: 'control.example', reason: 'ECONNREFUSED' }),
    })
    const field = await screen.findByDisplayValue('rack=B4, owner=client-platform')
    await userEvent.clear(field)
    await userEvent.selectOptions(screen.getByLabelText('Log'), 'Detail')
    await userEvent.click(screen.getByRole('button', { name: 'Review changes…' }))
    const dialog = await screen.findByRole('alertdialog')
    expect(within(dialog).getByText('rack=B4, owner=client-platform → None')).toBeDefined()
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change and start again' }))
    await screen.findByText(/ECONNREFUSED/)
    expect(bridge.calls.some(({ name }) => name === 'changeSettings')).toBe(false)
    expect(screen.getByLabelText<HTMLInputElement>('Labels').value).toBe('')
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review changes…' }).disabled).toBe(false)
  })

  it('says why labels cannot be changed while the service is stopped; the rest can', async () => {
    await openPage(stateOf(settings, 'service-stopped'))
    await screen.findByText(/only the service of this server has the key/)
    expect(screen.getByLabelText<HTMLInputElement>('Labels').disabled).toBe(true)
    expect(screen.getByLabelText<HTMLSelectElement>('Log').disabled).toBe(false)
  })

  it('tries a proxy at once', async () => {
    await openPage(stateOf(settings, 'present'), 'en', { tryProxy: () => succeeded({ milliseconds: 31 }) })
    await userEvent.selectOptions(await screen.findByLabelText('How the service finds its proxy'), 'This proxy')
    await userEvent.type(await screen.findByLabelText('Address of the proxy'), 'proxy:8080')
    await userEvent.click(screen.getByRole('button', { name: 'Try it now' }))
    await screen.findByText(/the slowest after 31 ms/)
  })

  it('can only be looked at by who is no administrator', async () => {
    await openPage(stateOf(settings, 'not-administrator'))
    await screen.findByText('You can look, not change')
    expect((await screen.findByLabelText<HTMLSelectElement>('How the service finds its proxy')).disabled).toBe(true)
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review changes…' }).disabled).toBe(true)
  })

  it('takes addresses without user and password only', () => {
    const typed = (address: string) => ({
      proxy: { ...proxyDraftOf({ is: 'found' }), is: 'manual' as const, address },
      logLevel: 'info',
      relay: '',
    })
    expect(settingsOf(typed('http://u:p@proxy:8080'))).toBeUndefined()
    expect(settingsOf(typed('proxy:8080'))).toEqual({
      proxy: { is: 'manual', address: 'http://proxy:8080/', bypass: [] },
      logLevel: 'info',
    })
    const proxy = { is: 'direct' } as const
    const changes = changesOf(
      { proxy, logLevel: 'info' },
      { proxy, logLevel: 'debug', pinnedRelay: 'relay-1' },
      { before: 'a', typed: 'a' },
    )
    expect(changes.map(({ what }) => what)).toEqual(['logLevel', 'relay', 'account'])
  })
})

describe('Support bundle', () => {
  it('shows each file as it will be, with a mark where a secret was', async () => {
    await openPage(stateOf(bundle, 'ready'))
    await screen.findByText('37 values were taken out: passwords, keys, tokens, cookies.', { exact: false })
    expect(await screen.findAllByText('secret')).toHaveLength(2)
    await userEvent.click(screen.getByRole('button', { name: /^summary\.txt/ }))
    await screen.findByText(/Names and addresses are as they are/)
  })

  it('collects when it is opened, and again with names replaced', async () => {
    const ready = stateOf(bundle, 'ready')
    const { bridge } = await openPage({ ...ready, snapshot: { ...ready.snapshot, bundle: { is: 'none' } } })
    const collected = () => bridge.calls.filter(({ name }) => name === 'collectBundle').map(({ argument }) => argument)
    await waitFor(() => expect(collected()).toEqual([{ names: 'kept', language: 'en' }]))
    await userEvent.click(screen.getByRole('checkbox', { name: /Also replace names/ }))
    await waitFor(() => expect(collected().at(-1)).toEqual({ names: 'replaced', language: 'en' }))
  })

  it('says where it was saved, and what elevation would add', async () => {
    await openPage(stateOf(bundle, 'ready'), 'en', {
      saveBundle: () => succeeded({ is: 'saved' as const, path: 'C:\\x.zip', bytes: 12, sha256: 'ab12' }),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Save bundle…' }))
    await screen.findByText('C:\\x.zip, SHA-256 ab12')
    cleanup()
    await openPage(stateOf(bundle, 'not-administrator'))
    await screen.findByText(/An administrator may read more/)
  })
})
