import { describe, expect, test } from 'vitest'
import { AgentState, WizardSnapshot } from '../../contract/wizard-api.ts'
import { allStates } from '../../renderer/gallery/all-states.ts'
import { allowedPlace, Place } from '../../renderer/navigation.ts'

describe.each(Object.entries(allStates))('states of %s', (_, states) => {
  test.each(Object.entries(states))('%s is a whole snapshot at a place that can be opened', (_name, state) => {
    expect(WizardSnapshot.parse(state.snapshot)).toEqual(state.snapshot)
    expect(Place.parse(state.place)).toEqual(state.place)
    expect(allowedPlace(state.snapshot, state.place)).toEqual(state.place)
    if (state.agent !== undefined) AgentState.parse(state.agent)
  })
})
