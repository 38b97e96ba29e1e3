import { screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { failed, succeeded } from '../../contract/error-codes.ts'
import { goodTest } from '../../renderer/gallery/example-service.ts'
import { instantAt } from '../../renderer/gallery/gallery-state.ts'
import { states } from '../../renderer/pages/connectivity/states.ts'
import { openPage, pageText } from './opened-page.tsx'

const button = (name: string) => screen.getByRole('button', { name })

test('starts by itself, once, and goes on while the window is reloaded', async () => {
  const { called } = await openPage(states['idle'])
  await vi.waitFor(() => expect(called()).toEqual(['startConnectivity']))
})

test('a test at work is not started again', async () => {
  const { called } = await openPage(states['working'])
  expect(called()).toEqual([])
})

describe('working', () => {
  test('has the sentence, the figures and a table of layers by endpoints', async () => {
    await openPage(states['working'])
    expect(screen.getAllByRole('status')[0]?.textContent).toContain('Working: 23 ms round trip through relay-1, by way of')
    expect(pageText()).toContain('0 of 60')
    const table = screen.getByRole('table')
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((cell) => cell.textContent),
    ).toEqual(['Layer', 'Found', 'Control plane', 'relay-1', 'relay-2', 'Again'])
    expect(within(table).getByRole('row', { name: /TCP 443/ }).textContent).toContain('11 ms9 ms12 ms')
    expect(within(table).getByRole('row', { name: /Channel/ }).textContent).toContain('4 of 4 connections open')
  })

  test('the chart has a sentence as its name, and a table that says the same', async () => {
    const { user } = await openPage(states['working-with-loss'])
    expect(screen.getByRole('img', { name: 'Round trip of the last two minutes: between 21 ms and 31 ms, 4 lost' })).toBeTruthy()
    await user.click(button('Show as a table'))
    expect(within(screen.getByRole('region', { name: 'Round trip' })).getAllByText('Lost')).toHaveLength(4)
    await user.click(button('Show as a chart'))
    expect(screen.queryByRole('region')).toBeNull()
  })

  test('figures follow the engine', async () => {
    const { bridge } = await openPage(states['working'])
    bridge.tell({
      is: 'connectivity',
      value: {
        ...goodTest,
        roundTrip: { ...goodTest.roundTrip, last: 41, samples: [...goodTest.roundTrip.samples, { at: instantAt(2), milliseconds: 41 }] },
      },
    })
    await vi.waitFor(() => expect(pageText()).toContain('41 ms'))
  })

  test('Finish leads to Status', async () => {
    const { user, store } = await openPage(states['working'])
    await user.click(button('Finish'))
    expect(store.getState().place).toEqual({ mode: 'managed', page: 'status' })
  })
})

describe('not working', () => {
  test('names the box, draws the way to it, and has a message ready to send', async () => {
    const { user, bridge } = await openPage(states['broken-inspection'])
    expect(pageText()).toContain('“Contoso Web Gateway” replaces the certificate of relay-1 with its own')
    const hops = within(screen.getByRole('main')).getAllByRole('listitem').slice(0, 5)
    expect(hops.map((hop) => /Reached|Breaks here|Not reached/.exec(hop.textContent)?.[0])).toEqual([
      'Reached',
      'Reached',
      'Breaks here',
      'Not reached',
      'Not reached',
    ])
    await user.click(button('Copy message'))
    const [copied] = bridge.calls
    if (copied?.name !== 'copyText') throw new Error('nothing copied')
    const { text } = copied.argument as { text: string }
    for (const part of [
      'Contoso Web Gateway',
      'MUC-CONN-02 (10.20.4.31)',
      'control.causeway.example',
      'relay-1.causeway.example',
      'relay-2.causeway.example',
      'CW1302',
    ])
      expect(text).toContain(part)
  })

  test('evidence opens to what was measured', async () => {
    const { user } = await openPage(states['broken-inspection'])
    await user.click(screen.getByRole('button', { name: /^Failed TLS/ }))
    expect(pageText()).toContain('CN=Contoso Web Gateway CA 2')
  })

  test('what the person at the window can do leads to the page where it is done', async () => {
    const { user, store } = await openPage(states['broken-removed'])
    expect(screen.queryByRole('button', { name: 'Copy message' })).toBeNull()
    await user.click(button('Open status'))
    expect(store.getState().place).toEqual({ mode: 'managed', page: 'status' })
  })

  test('can be tested again, and finished later', async () => {
    const { user, called, store } = await openPage(states['broken-tcp'])
    await user.click(button('Test again'))
    expect(called()).toEqual(['startConnectivity'])
    await user.click(button('Finish later'))
    expect(store.getState().place?.page).toBe('status')
  })
})

describe('more than the test', () => {
  const more = async (user: Awaited<ReturnType<typeof openPage>>['user'], name: string) => {
    const [menu] = screen.getAllByRole('button', { name: 'More' })
    if (menu === undefined) throw new Error('no menu')
    await user.click(menu)
    await user.click(await screen.findByRole('menuitem', { name }))
  }

  test('throughput says what it will send before anything is sent', async () => {
    const { user, called } = await openPage(states['working'])
    await more(user, 'Measure throughput…')
    const dialog = await screen.findByRole('alertdialog')
    expect(dialog.textContent).toContain('Sends 4 MB from the cloud to the service and back, for at most 15 seconds.')
    expect(called()).toEqual([])
    await user.click(within(dialog).getByRole('button', { name: 'Measure' }))
    expect(called()).toEqual(['measureThroughput'])
  })

  test('what was measured is said with its time', async () => {
    await openPage(states['working-throughput'])
    expect(pageText()).toContain('48 Mbit/s there and back at once: 4 MB each way in 702 ms')
  })

  test('another proxy is typed', async () => {
    const { user, bridge } = await openPage(states['working'])
    await more(user, 'Test through another proxy…')
    await user.type(await screen.findByRole('textbox'), 'p:1')
    await user.click(button('Test'))
    expect(bridge.calls.at(-1)).toEqual({ name: 'startConnectivity', argument: { proxy: 'p:1' } })
  })

  test('or none is taken', async () => {
    const { user, bridge } = await openPage(states['working'])
    await more(user, 'Test through another proxy…')
    await user.click(await screen.findByText('Test without a proxy'))
    expect(bridge.calls.at(-1)).toEqual({ name: 'startConnectivity', argument: { proxy: 'none' } })
  })

  test('a trial says that it is one', async () => {
    await openPage(states['other-proxy'])
    expect(pageText()).toContain('Through http://proxy-2.contoso.example:3128 every layer answers')
  })

  test('one layer is tried again', async () => {
    const { user, bridge } = await openPage(states['working'])
    await user.click(button('Try again: TLS'))
    expect(bridge.calls.at(-1)).toEqual({ name: 'retestLayer', argument: { layer: 'tls' } })
  })

  test('what changed since it last worked stands in a table', async () => {
    await openPage(states['broken-compared'])
    const table = screen.getByRole('table', { name: 'What changed since it last worked' })
    expect(within(table).getByRole('row', { name: /TCP 443, relay-1/ }).textContent).toContain('WorksFails (CW1204)')
    expect(within(table).getByRole('row', { name: /Version of the service/ }).textContent).toContain('0.0.90.1.0')
  })
})

describe('the report', () => {
  const choose = async (user: Awaited<ReturnType<typeof openPage>>['user'], name: string) => {
    const [more] = screen.getAllByRole('button', { name: 'More' })
    if (more === undefined) throw new Error('no menu')
    await user.click(more)
    await user.click(await screen.findByRole('menuitem', { name }))
  }

  test('is copied as the engine made it', async () => {
    const { user, bridge } = await openPage(states['working'], {
      answers: { connectivityReport: () => succeeded({ text: '{"schema":1}' }) },
    })
    await choose(user, 'Copy report')
    await vi.waitFor(() => expect(pageText()).toContain('Report copied.'))
    expect(bridge.calls.at(-1)).toEqual({ name: 'copyText', argument: { text: '{"schema":1}' } })
  })

  test.each([
    ['saved', succeeded({ is: 'saved' as const, path: 'C:\\Temp\\report.json' }), 'Report saved as C:\\Temp\\report.json'],
    ['cancelled', succeeded({ is: 'cancelled' as const }), 'Report not saved: the dialog was closed.'],
    ['failed', failed('CW7009', { file: 'C:\\Temp', reason: 'disk full' }), 'disk full'],
  ])('%s', async (_, answer, says) => {
    const { user } = await openPage(states['working'], { answers: { saveText: () => answer } })
    await choose(user, 'Save report (JSON)…')
    await vi.waitFor(() => expect(pageText()).toContain(says))
  })

  test('is saved as a page', async () => {
    const { user, bridge } = await openPage(states['working'])
    await choose(user, 'Save report (page)…')
    await vi.waitFor(() => expect(bridge.calls.at(-1)).toEqual({ name: 'saveText', argument: { what: 'connectivityPage' } }))
  })

  test('the test can be stopped', async () => {
    const { user, called } = await openPage(states['working'])
    await choose(user, 'Stop the test')
    expect(called()).toEqual(['stopConnectivity'])
  })
})

test('a test that could not be carried out does not blame the network', async () => {
  await openPage(states['unknown'])
  expect(pageText()).toContain('That says nothing about the network.')
})

test('after set-up the page ends with Close', async () => {
  const { user, called } = await openPage(states['after-set-up'])
  await user.click(button('Close'))
  expect(called()).toEqual(['closeWindow'])
})
