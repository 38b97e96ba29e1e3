/** Makes the changes of a fix, and takes them back. Which ones, a fix has planned; nothing else is ever changed. */
import { isDeepStrictEqual } from 'node:util'
import { type FixChange, type StoredKeys } from '../../contract/fix-change.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Changed, type HostWriter } from '../host/host-writer.ts'

const unchanged = succeeded({ changed: false })

export const makeChange = (change: FixChange, writer: HostWriter, signal: AbortSignal): Promise<Changed> => {
  switch (change.kind) {
    case 'registryValue':
      return writer.setRegistryValue(change.key, change.name, change.after)
    case 'registryKey':
      return writer.deleteRegistryKey(change.key)
    case 'folder':
      return writer.moveFolder(change.path, change.movedTo)
    case 'firewallRule':
      return writer.removeFirewallRule(change.before.name)
    case 'powerPlan':
      return writer.setPowerScheme(change.after)
    case 'accountRight':
      return writer.grantRight(change.account, change.right)
    case 'clock':
      return writer.resyncClock(signal)
  }
}

export interface Doors {
  readonly reader: HostReader
  readonly writer: HostWriter
}

const refused = (what: string, reason: string): Changed => failed('CW3011', { what, reason })
const changedSince = 'it was changed by somebody else since'

const restoreValue = async (change: Extract<FixChange, { kind: 'registryValue' }>, { reader, writer }: Doors): Promise<Changed> => {
  const { key, name, before, after, newKey } = change
  const what = `${key}\\${name}`
  const now = await reader.registryValue(key, name)
  if (now.is === 'unknown') return refused(what, now.why)
  const value = now.is === 'known' ? now.value : undefined
  if (isDeepStrictEqual(value, before)) return unchanged
  if (!isDeepStrictEqual(value, after)) return refused(what, changedSince)
  const restored = before === undefined ? await writer.deleteRegistryValue(key, name) : await writer.setRegistryValue(key, name, before)
  if (!restored.ok || newKey === undefined) return restored
  const tree = await reader.registryTree(newKey)
  const isEmpty = tree.is === 'known' && Object.values(tree.value).every((values) => Object.keys(values).length === 0)
  return isEmpty ? writer.deleteRegistryKey(newKey) : restored
}

const restoreKeys = async (keys: StoredKeys, { writer }: Doors): Promise<Changed> => {
  let changed = false
  for (const [key, values] of Object.entries(keys))
    for (const [name, value] of Object.entries(values)) {
      const set = await writer.setRegistryValue(key, name, value)
      if (!set.ok) return set
      changed ||= set.value.changed
    }
  return succeeded({ changed })
}

const takeBack = async (change: FixChange, doors: Doors): Promise<Changed> => {
  const { reader, writer } = doors
  switch (change.kind) {
    case 'registryValue':
      return restoreValue(change, doors)
    case 'registryKey':
      return restoreKeys(change.before, doors)
    case 'folder': {
      const moved = await reader.pathKind(change.movedTo)
      // Killed before it was moved: there is nothing to bring back.
      if (moved.is === 'absent') return unchanged
      return writer.moveFolder(change.movedTo, change.path)
    }
    case 'firewallRule':
      return writer.addFirewallRule(change.before)
    case 'powerPlan': {
      const { scheme } = await reader.section('power', AbortSignal.timeout(5000))
      const now = scheme.is === 'known' ? scheme.value.toLowerCase() : ''
      if (now === change.before.toLowerCase()) return unchanged
      return now === change.after.toLowerCase() ? writer.setPowerScheme(change.before) : refused('ActivePowerScheme', changedSince)
    }
    case 'accountRight':
      return writer.withdrawRight(change.account, change.right)
    case 'clock':
      return refused('clock', 'time cannot be taken back')
  }
}

/** In the opposite order. Goes on past what fails, and tells the first failure. */
export const takeBackChanges = async (changes: readonly FixChange[], doors: Doors): Promise<Changed> => {
  let changed = false
  let failure: Extract<Result<never>, { ok: false }> | undefined
  for (const change of changes.toReversed()) {
    const result = await takeBack(change, doors)
    if (result.ok) changed ||= result.value.changed
    else failure ??= result
  }
  return failure ?? succeeded({ changed })
}
