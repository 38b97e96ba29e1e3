/** The names that the proof on Windows looks for are the product's own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkIds } from '../../../contract/check-catalogue.ts'
import { dataFolderFiles } from '../../../contract/local-status-api.ts'
import { connectorService } from '../../../contract/service-definition.ts'
import { serviceEvents } from '../../../contract/service-events.ts'
import { factLabels } from '../../../contract/wording/check-texts.ts'
import { productNames } from '../../../setup/host/registry-keys.ts'

const script = readFileSync(join(import.meta.dirname, '..', '..', '..', 'scripts', 'verify-on-windows.ps1'), 'utf8')
const value = (name: string): string | undefined =>
  new RegExp(`^ {4}${name} = (?:Join-Path .*-ChildPath )?'([^']*)'`, 'm').exec(script)?.[1]
const last = (path: string): string => path.split('\\').at(-1) ?? ''

test('service, account, folders, key and rule', () => {
  expect(value('Service')).toBe(productNames.service)
  expect(value('Account')).toBe(`NT SERVICE\\${productNames.service}`)
  expect(value('ProgramFolder')).toBe(last(productNames.programFolder))
  expect(value('DataFolder')).toBe(last(productNames.dataFolder))
  expect(value('SetupFolder')).toBe(last(productNames.setupFolder))
  expect(value('FirewallPrefix')).toBe(productNames.firewallRulePrefix)
  expect(value('Key')).toBe(dataFolderFiles.key.replaceAll('/', '\\'))
})

test('checks and labels of evidence', () => {
  const asked = [...script.matchAll(/Get-Evidence -Check '([^']+)' -Label '([^']+)'/g)]
  expect(asked.length).toBeGreaterThan(8)
  for (const [, check, label] of asked) {
    expect(checkIds).toContain(check)
    expect(factLabels).toContain(label)
  }
})

const numbers = (pattern: RegExp): number[] => (pattern.exec(script)?.[1] ?? '').split(',').map(Number)

test('recovery, privileges and events', () => {
  const { recovery, privileges } = connectorService
  expect(numbers(/^\$recovery = @\{ ResetSeconds = (\d+)/m)).toEqual([recovery.resetAfter])
  expect(numbers(/Delays = @\(([\d, ]+)\)/)).toEqual(recovery.actions.map(({ after }) => after))
  expect(/^\$privileges = @\('([^)]*)'\)/m.exec(script)?.[1]?.split("', '")).toEqual(privileges)
  expect(numbers(/^\$eventIds = @\(([\d, ]+)\)/m)).toEqual(Object.values(serviceEvents).map(({ id }) => id))
})
