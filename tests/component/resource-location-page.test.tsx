import { screen, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { failed, succeeded } from '../../contract/error-codes.ts'
import { fourLocations, location, munich } from '../../renderer/gallery/example-organization.ts'
import { states } from '../../renderer/pages/resource-location/states.ts'
import { openPage, pageText } from './opened-page.tsx'

const button = (name: string) => screen.getByRole('button', { name })
const isOff = (element: HTMLElement) => element.hasAttribute('disabled') || element.getAttribute('aria-disabled') === 'true'

test('asks for the locations by itself when nobody has read them yet', async () => {
  const nothing = states['nothing-chosen']
  if (nothing === undefined) throw new Error('state')
  const { called } = await openPage({ ...nothing, snapshot: { ...nothing.snapshot, locations: { is: 'none' } } })
  await vi.waitFor(() => expect(called()).toContain('loadLocations'))
})

test('says what failed, and tries again', async () => {
  const { user, called } = await openPage(states['failed'])
  expect(pageText()).toContain('control.causeway.example cannot be reached')
  await user.click(button('Try again'))
  expect(called()).toEqual(['loadLocations'])
})

describe('the list', () => {
  test('has nothing chosen, and no way on', async () => {
    await openPage(states['nothing-chosen'])
    expect(screen.getAllByRole('radio')).toHaveLength(4)
    expect(screen.queryByRole('radio', { checked: true })).toBeNull()
    expect(isOff(button('Next'))).toBe(true)
  })

  test('opens what is chosen, tells the engine, and goes on when there is a plan', async () => {
    const { user, bridge, store } = await openPage(states['nothing-chosen'])
    await user.click(screen.getByRole('radio', { name: /Munich/ }))
    expect(pageText()).toContain('With this server Munich has two connectors')
    await user.type(screen.getByRole('textbox', { name: /Labels/ }), 'rack=B4')
    await user.click(button('Next'))
    expect(bridge.calls.at(-1)).toEqual({
      name: 'choose',
      argument: { locationId: munich.id, connectorName: 'MUC-CONN-02', labels: [{ key: 'rack', value: 'B4' }] },
    })
    expect(store.getState().place?.page).toBe('resourceLocation')
    const { choice, plan } = (await import('../../renderer/gallery/example-plan.ts')).plannedSnapshot
    bridge.tell({ is: 'plan', value: plan })
    bridge.tell({ is: 'choice', value: choice })
    await vi.waitFor(() => expect(store.getState().place?.page).toBe('review'))
  })

  test('can be walked by keyboard alone', async () => {
    const { user, called } = await openPage(states['nothing-chosen'])
    screen.getByRole('radio', { name: /Augsburg/ }).focus()
    await user.keyboard(' ')
    expect(screen.getByRole('radio', { name: /Augsburg/ })).toHaveProperty('checked', true)
    button('Next').focus()
    await user.keyboard('{Enter}')
    expect(called()).toEqual(['choose'])
  })

  test('names what is wrong with name and labels, and holds Next back', async () => {
    await openPage(states['name-taken'])
    expect(pageText()).toContain('Munich already has a connector of this name')
    expect(pageText()).toContain('“rack B4” is not a label')
    expect(isOff(button('Next'))).toBe(true)
  })

  test('has a search from nine locations up only', async () => {
    const { user } = await openPage(states['many'])
    await user.type(screen.getByRole('searchbox'), 'mun')
    expect(screen.getAllByRole('radio')).toHaveLength(1)
    await user.clear(screen.getByRole('searchbox'))
    await user.type(screen.getByRole('searchbox'), 'Hamburg')
    expect(pageText()).toContain('No location or connector is called “Hamburg”')
  })

  test('keeps what was typed over a reload', async () => {
    const { user, store } = await openPage(states['nothing-chosen'])
    await user.click(screen.getByRole('radio', { name: /Munich/ }))
    const name = screen.getByRole('textbox', { name: 'Connector name' })
    await user.clear(name)
    await user.type(name, 'MUC-07')
    expect(store.getState().drafts).toMatchObject({ 'resourceLocation.locationId': munich.id, 'resourceLocation.connectorName': 'MUC-07' })
    expect(screen.queryByRole('searchbox')).toBeNull()
  })
})

describe('a new location', () => {
  test('is created in place and then chosen', async () => {
    const wuerzburg = location('Würzburg', [])
    const { user, bridge } = await openPage(states['nothing-chosen'], { answers: { createLocation: () => succeeded(wuerzburg) } })
    await user.click(button('New location'))
    await user.type(screen.getByRole('textbox', { name: /new location/ }), 'Würzburg{Enter}')
    expect(bridge.calls).toEqual([{ name: 'createLocation', argument: { name: 'Würzburg' } }])
    const nothing = states['nothing-chosen']?.snapshot.locations
    if (nothing?.is !== 'loaded') throw new Error('state')
    bridge.tell({ is: 'locations', value: { ...nothing, locations: [...fourLocations, wuerzburg] } })
    await vi.waitFor(() => expect(screen.getByRole('radio', { name: /Würzburg/ })).toHaveProperty('checked', true))
    expect(screen.queryByRole('textbox', { name: /new location/ })).toBeNull()
  })

  test('is not asked for when the name is there already, or when it is empty', async () => {
    const { user, called } = await openPage(states['new-location-taken'])
    expect(pageText()).toContain('There is already a location of this name')
    await user.click(button('Create'))
    expect(called()).toEqual([])
    await user.clear(screen.getByRole('textbox', { name: /new location/ }))
    await user.click(button('Create'))
    expect(pageText()).toContain('Type a name')
    expect(called()).toEqual([])
  })

  test('says so when the control plane knows the name and this list does not', async () => {
    const { user } = await openPage(states['new-location'], { answers: { createLocation: () => failed('CW5005') } })
    await user.click(button('Create'))
    await vi.waitFor(() => expect(pageText()).toContain('There is already a location of this name'))
  })

  test('can be given up', async () => {
    const { user, called } = await openPage(states['new-location'])
    await user.click(button('Do not create'))
    expect(screen.queryByRole('textbox', { name: /new location/ })).toBeNull()
    expect(called()).toEqual([])
  })

  test('is not offered to who may not create one', async () => {
    await openPage(states['may-not-create'])
    expect(screen.queryByRole('button', { name: 'New location' })).toBeNull()
    expect(pageText()).toContain('Your account may not create locations')
  })
})

describe('an empty organization', () => {
  test('begins with the first location', async () => {
    await openPage(states['empty'])
    expect(pageText()).toContain('There is no location yet')
    expect(screen.getByRole('textbox', { name: /new location/ })).toBeTruthy()
  })

  test('names who can create it', async () => {
    const { user, called } = await openPage(states['empty-may-not-create'])
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Try again' }))
    expect(called()).toEqual(['loadLocations'])
  })
})

describe('a server that was enrolled before', () => {
  test('gets the question first; the likely answer is named and not chosen', async () => {
    await openPage(states['enrolled-before-copy'])
    expect(screen.getAllByRole('radio').map((radio) => radio.getAttribute('value'))).toEqual(['keepBoth', 'replace', 'replaceAndMove'])
    expect(screen.queryByRole('radio', { checked: true })).toBeNull()
    expect(pageText()).toContain('Most likely')
    expect(isOff(button('Next'))).toBe(true)
  })

  test('Replace takes name and place of the earlier one', async () => {
    const { user, bridge } = await openPage(states['enrolled-before-copy'])
    await user.click(screen.getByRole('radio', { name: /^Replace: / }))
    await user.click(button('Next'))
    expect(bridge.calls).toEqual([
      { name: 'choose', argument: { locationId: munich.id, connectorName: 'MUC-CONN-02', labels: [], onSeenBefore: 'replace' } },
    ])
  })

  test('Keep both asks for the location, and Back leads to the question again', async () => {
    const { user } = await openPage(states['enrolled-before-copy'])
    await user.click(screen.getByRole('radio', { name: /Keep both/ }))
    await user.click(button('Next'))
    expect(screen.getByRole('radiogroup', { name: 'Resource location' })).toBeTruthy()
    await user.click(button('Back'))
    expect(screen.getByRole('radiogroup', { name: 'What is this server?' })).toBeTruthy()
  })
})
