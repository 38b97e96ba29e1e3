/**
 * The changes that a check may offer: named, small, repeatable. A fix only plans; `fix-changes.ts` makes what was planned. What each
 * is for is said in the wording (`fixes`).
 */
import { serviceSid } from '../../connector/identity/service-sid.ts'
import { type FixChange, type StoredValue } from '../../contract/fix-change.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { type Fact } from '../host/fact-sections.ts'
import { type HostReader } from '../host/host-reader.ts'
import { ownKeys, powerSchemes, productNames, registryKeys } from '../host/registry-keys.ts'

export type FixName = 'resyncClock' | 'highPerformance' | 'removeLeftovers' | 'enableTls12' | 'grantServiceLogon'

export type Fix = (reader: HostReader, signal: AbortSignal) => Promise<Result<FixChange[]>>

/** Something without which it cannot be said what would change. */
class NotKnown extends Error {}

const demand = <T>(fact: Fact<T>, what: string): T | undefined => {
  if (fact.is === 'unknown') throw new NotKnown(`${what}: ${fact.why}`)
  return fact.is === 'known' ? fact.value : undefined
}

const planned = async (what: string, plan: () => Promise<FixChange[]>): Promise<Result<FixChange[]>> => {
  try {
    return succeeded(await plan())
  } catch (error) {
    if (error instanceof NotKnown) return failed('CW3011', { what, reason: error.message })
    throw error
  }
}

/** The uppermost key of the path that is not there. */
const uppermostMissing = async (reader: HostReader, key: string): Promise<string | undefined> => {
  if (demand(await reader.registryTree(key), key) !== undefined) return undefined
  const above = key.slice(0, key.lastIndexOf('\\'))
  return above.includes('\\') ? ((await uppermostMissing(reader, above)) ?? key) : key
}

/** Nothing where the value is already so. */
const value = async (reader: HostReader, key: string, name: string, after: StoredValue): Promise<FixChange[]> => {
  const before = demand(await reader.registryValue(key, name), `${key}\\${name}`)
  if (before?.type === after.type && before.value === after.value) return []
  const newKey = before === undefined ? await uppermostMissing(reader, key) : undefined
  const stored = before?.type === 'multiString' ? { type: before.type, value: [...before.value] } : before
  return [
    {
      kind: 'registryValue',
      key,
      name,
      ...(stored === undefined ? {} : { before: stored }),
      after,
      ...(newKey === undefined ? {} : { newKey }),
    },
  ]
}

const dword = (number: number): StoredValue => ({ type: 'dword', value: number })

/** A name beside the folder that nothing has. */
const freeName = async (reader: HostReader, path: string): Promise<string> => {
  for (let n = 1; ; n += 1) {
    const name = `${path}.removed${n === 1 ? '' : `-${n}`}`
    if (demand(await reader.pathKind(name), name) === undefined) return name
  }
}

const leftovers = async (reader: HostReader, signal: AbortSignal): Promise<FixChange[]> => {
  const install = await reader.section('existingInstall', signal)
  // Looked at again at the last moment: what works must never be taken for a leftover.
  if (install.service.is !== 'absent' || install.enrolled.is !== 'known' || install.enrolled.value)
    throw new NotKnown('a connector is installed or enrolled here, or that could not be found out')
  const changes: FixChange[] = []
  for (const name of demand(install.firewallRules, 'firewall rules') ?? []) {
    const rule = demand(await reader.firewallRule(name), name)
    if (rule === undefined) continue
    const { remotePorts, program, service, ...always } = rule
    const some = { ...(program === undefined ? {} : { program }), ...(service === undefined ? {} : { service }) }
    const ports = remotePorts === undefined ? {} : { remotePorts: [...remotePorts] }
    changes.push({ kind: 'firewallRule', before: { ...always, ...ports, ...some } })
  }
  for (const key of ownKeys) {
    const before = demand(await reader.registryTree(key), key)
    if (before !== undefined) changes.push({ kind: 'registryKey', key, before })
  }
  for (const path of [productNames.programFolder, productNames.dataFolder])
    if (demand(await reader.pathKind(path), path) !== undefined)
      changes.push({ kind: 'folder', path, movedTo: await freeName(reader, path) })
  return changes
}

export const fixes: Readonly<Record<FixName, Fix>> = {
  resyncClock: (reader, signal) =>
    planned('w32tm /resync', async () => {
      const { source } = await reader.section('clock', signal)
      return [{ kind: 'clock', source: source.is === 'known' ? source.value.slice(0, 300) : '?' }]
    }),

  highPerformance: (reader, signal) =>
    planned('ActivePowerScheme', async () => {
      const before = demand((await reader.section('power', signal)).scheme, 'ActivePowerScheme')
      if (before === undefined) throw new NotKnown('no power plan is active')
      return before.toLowerCase() === powerSchemes.highPerformance
        ? []
        : [{ kind: 'powerPlan', before, after: powerSchemes.highPerformance }]
    }),

  enableTls12: (reader) =>
    planned('TLS 1.2', async () => [
      ...(await value(reader, registryKeys.tls12Client, 'Enabled', dword(1))),
      ...(await value(reader, registryKeys.tls12Client, 'DisabledByDefault', dword(0))),
      ...(await value(reader, registryKeys.dotnet64, 'SchUseStrongCrypto', dword(1))),
      ...(await value(reader, registryKeys.dotnet32, 'SchUseStrongCrypto', dword(1))),
    ]),

  grantServiceLogon: (reader, signal) =>
    planned('SeServiceLogonRight', async () => {
      const account = serviceSid(productNames.service)
      const has = demand((await reader.section('logonRights', signal)).logOnAsService, 'SeServiceLogonRight') ?? []
      return has.includes(account) ? [] : [{ kind: 'accountRight', account, right: 'SeServiceLogonRight' }]
    }),

  removeLeftovers: (reader, signal) => planned(productNames.dataFolder, () => leftovers(reader, signal)),
}

export const isFixName = (name: string): name is FixName => Object.hasOwn(fixes, name)
