import { expect, test } from 'vitest'
import { plan } from '../../../renderer/gallery/example-plan.ts'
import { changeGroups, expectedMinutes, goesDirectly } from '../../../renderer/pages/review/review-view.ts'

test('says whole minutes, and less than one as such', () => {
  expect(expectedMinutes({ ...plan, expectedSeconds: 110 })).toBe(2)
  expect(expectedMinutes({ ...plan, expectedSeconds: 60 })).toBe(1)
  expect(expectedMinutes({ ...plan, expectedSeconds: 59 })).toBe(0)
})

test('groups every change by kind, each named once', () => {
  const groups = changeGroups({ ...plan, actions: [...plan.actions, ...plan.actions] })
  expect(groups.map(({ kind }) => kind)).toEqual(['folder', 'file', 'registryKey', 'service', 'firewallRule', 'process', 'cloud'])
  const all = groups.flatMap(({ kind, changes }) => changes.map((what) => `${kind} ${what}`))
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(plan.actions.flatMap(({ changes }) => changes).length)
})

test('knows a service without a proxy', () => {
  const settings = plan.actions.find(({ name }) => name === 'settings')
  if (settings === undefined) throw new Error('no settings action')
  expect(goesDirectly(settings)).toBe(false)
  expect(goesDirectly({ ...settings, values: { proxy: '–' } })).toBe(true)
})
