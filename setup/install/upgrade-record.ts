/** An upgrade as the journal, the registry and the event log of the server tell it. */
import { type Failure, failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type ServiceEvent } from '../../contract/service-events.ts'
import { type InstallInputs } from './inputs.ts'
import { type Journal } from './journal.ts'
import { registerVersion } from './steps/settings.ts'
import { serviceName } from './steps/service.ts'
import { type UpgradeEnd, type UpgradePorts, upgradeService, versionInCommand } from './upgrade.ts'

/** The version whose program the service starts. */
const installedVersion = async ({ host }: UpgradePorts): Promise<Result<string>> => {
  const found = await host.reader.service(serviceName)
  if (found.is === 'absent') return failed('CW3009')
  const version = found.is === 'known' ? versionInCommand(found.value.command) : undefined
  const reason = found.is === 'unknown' ? found.why : 'its command names no version'
  return version === undefined ? failed('CW3011', { what: serviceName, reason }) : succeeded(version)
}

/** Whether the service is of another version than this set-up. Not when nobody knows: then there is something else to repair. */
export const isOfAnotherVersion = async (ports: UpgradePorts): Promise<boolean> => {
  const version = await installedVersion(ports)
  return version.ok && version.value !== ports.payload.version
}

/** An upgrade that was begun and whose end nobody wrote down. */
const interrupted = ({ lines }: Journal): { from: string; to: string } | undefined => {
  const last = lines.findLast(({ entry: { is } }) => is === 'upgrading' || is === 'upgraded' || is === 'notUpgraded')?.entry
  return last?.is === 'upgrading' ? last : undefined
}

export const upgradeAndRecord = async (
  ports: UpgradePorts,
  journal: Journal,
  inputs: InstallInputs,
  signal: AbortSignal,
): Promise<Result<UpgradeEnd>> => {
  const present = await installedVersion(ports)
  if (!present.ok) return present
  const to = ports.payload.version
  // After a crash the service may start the new version already.
  const begun = interrupted(journal)
  const from = begun?.to === to ? begun.from : present.value
  if (begun?.to !== to && from !== to) journal.append({ is: 'upgrading', from, to })
  const ended = await upgradeService(ports, inputs, signal)
  if (!ended.ok) {
    if (from !== to) journal.append({ is: 'notUpgraded', from, to, failure: ended.failure })
    await tell(ports, failedEvent(from, to, ended.failure))
    return ended
  }
  const registered = await registerVersion({ ...ports, inputs })
  if (!registered.ok) return registered
  if (from === to) return ended
  journal.append({ is: 'upgraded', from, to })
  await tell(ports, { name: 'upgraded', values: { from, to } })
  return succeeded({ is: 'upgraded', from, to })
}

/** Only when the former version runs again, which is what the event says. */
const failedEvent = (from: string, to: string, { code, values }: Failure): ServiceEvent | undefined =>
  code === 'CW3020' ? { name: 'upgradeRolledBack', values: { from, to, code: String(values['reason'] ?? code) } } : undefined

const tell = async ({ host, log }: UpgradePorts, event: ServiceEvent | undefined): Promise<void> => {
  if (event === undefined) return
  const recorded = await host.writer.recordEvent(event)
  if (!recorded.ok) log('info', `event ${event.name} is not confirmed: ${String(recorded.failure.values['reason'])}`)
}
