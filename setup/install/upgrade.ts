/**
 * Puts a newer version of the connector service beside the one that runs, switches the service to it, and goes back by itself
 * when the channel does not come up. Which version is the current one stands in one place: the command of the service. So it may
 * be run again after a crash at any point.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { type Failure, failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type InstallInputs } from './inputs.ts'
import { type StepContext } from './step.ts'
import { programFolder } from './steps/program-folder.ts'
import { serviceName } from './steps/service.ts'

export interface UpgradePorts extends Pick<StepContext, 'host' | 'payload' | 'enrollment' | 'service' | 'proxyAccount' | 'channelSeconds'> {
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void
  /** Milliseconds until the channel of a version that was started must be up. */
  readonly healthLimit: number
}

export type UpgradeEnd =
  { readonly is: 'current'; readonly version: string } | { readonly is: 'upgraded'; readonly from: string; readonly to: string }

const pauseMilliseconds = 250
const versionsFolder = ({ folders }: InstallInputs) => `${folders.program}\\connector`

/** The version whose folder holds the program that a command starts; undefined for a command of another shape. */
export const versionInCommand = ([program = '']: readonly string[]): string | undefined =>
  /\\connector\\([^\\]+)\\[^\\]+$/i.exec(program)?.[1]

/**
 * Fails with `CW3020` when the new version did not become healthy and the former one runs again, with `CW3021` when that one could
 * not be brought back either, and with what the server says when nothing was switched.
 */
export const upgradeService = async (ports: UpgradePorts, inputs: InstallInputs, signal: AbortSignal): Promise<Result<UpgradeEnd>> => {
  const { host, payload, log } = ports
  const to = payload.version
  const present = await host.reader.service(serviceName)
  if (present.is !== 'known')
    return present.is === 'absent' ? failed('CW3009') : failed('CW3011', { what: serviceName, reason: present.why })
  const newCommand = payload.command(inputs)
  const former = present.value.command
  const from = versionInCommand(former)
  if (from === undefined) return failed('CW3011', { what: serviceName, reason: 'its command names no version' })
  if (from === to && present.value.state === 'running' && (await healthy(ports, 1, signal)) === undefined) {
    await removeOthers(ports, inputs)
    return succeeded({ is: 'current', version: to })
  }
  const copied = await putBeside(ports, inputs, signal)
  if (!copied.ok) return copied
  log('info', `version ${to} lies beside ${from}`)
  const refusal = await switchTo(ports, newCommand, signal)
  if (refusal === undefined) {
    log('info', `version ${to} is healthy`)
    await removeOthers(ports, inputs)
    return succeeded({ is: 'upgraded', from, to })
  }
  log('error', `version ${to}: ${refusal.code} ${refusal.detail ?? JSON.stringify(refusal.values)}`)
  // The version that was begun before a crash has no former one in its command: the one that still lies beside it is.
  const back = from === to ? await otherVersion(ports, inputs) : { version: from, command: former }
  if (back === undefined) return { ok: false, failure: refusal }
  // Going back is never cancelled: half of it would be worse than none.
  const left = await switchTo(ports, back.command, new AbortController().signal)
  if (left !== undefined) return failed('CW3021', { from: back.version, to, reason: left.code }, left.detail)
  await host.writer.removeFolder(`${versionsFolder(inputs)}\\${to}`)
  return failed('CW3020', { from: back.version, to, reason: refusal.code }, refusal.detail)
}

/** Not in the journal: taking the installation back takes the program folder with every version in it. */
const putBeside = async (ports: UpgradePorts, inputs: InstallInputs, signal: AbortSignal): Promise<Result<undefined>> => {
  const context: StepContext = {
    ...ports,
    inputs,
    signal,
    fact: () => undefined,
    learn: () => undefined,
    change: async (_change, _before, make) => {
      const made = await make()
      return made.ok ? succeeded(undefined) : made
    },
  }
  const applied = await programFolder.apply(context)
  return applied.ok ? programFolder.verify(context) : applied
}

/** Undefined when the service runs with this command and its channel is up. */
const switchTo = async (ports: UpgradePorts, command: readonly string[], signal: AbortSignal): Promise<Failure | undefined> => {
  const { writer } = ports.host
  const stopped = await writer.stopService(serviceName, new AbortController().signal)
  if (!stopped.ok) return stopped.failure
  const configured = await writer.configureService(serviceName, { command })
  if (!configured.ok) return configured.failure
  const started = await writer.startService(serviceName, signal)
  if (!started.ok) return started.failure
  return healthy(ports, ports.healthLimit, signal)
}

const healthy = async ({ service, log }: UpgradePorts, limit: number, signal: AbortSignal): Promise<Failure | undefined> => {
  const deadline = performance.now() + limit
  let last: Failure = failed('CW3008', { seconds: Math.ceil(limit / 1000), reason: 'no answer' }).failure
  do {
    const status = await service.status(signal)
    if (status.ok && (status.value.channel === 'healthy' || status.value.channel === 'degraded')) return undefined
    const why = status.ok ? (status.value.failure?.code ?? status.value.channel) : status.failure.code
    if (last.values['reason'] !== why) log('warn', `not healthy yet: ${why}`)
    last = failed('CW3008', { seconds: Math.ceil(limit / 1000), reason: why }).failure
    await delay(pauseMilliseconds, undefined, { signal }).catch(() => undefined)
  } while (performance.now() < deadline && !signal.aborted)
  return signal.aborted ? failed('CW3004').failure : last
}

const versionsPresent = async ({ host }: UpgradePorts, inputs: InstallInputs): Promise<readonly string[]> => {
  const names = await host.reader.listFolder(versionsFolder(inputs))
  return names.is === 'known' ? names.value : []
}

const otherVersion = async (ports: UpgradePorts, inputs: InstallInputs) => {
  const { payload } = ports
  const version = (await versionsPresent(ports, inputs)).findLast((name) => name !== payload.version)
  if (version === undefined) return undefined
  const own = `${versionsFolder(inputs)}\\${payload.version}\\`
  const command = payload.command(inputs).map((word) => word.replace(own, () => `${versionsFolder(inputs)}\\${version}\\`))
  return { version, command }
}

/** A folder that some program still holds is left for the next time. */
const removeOthers = async (ports: UpgradePorts, inputs: InstallInputs): Promise<void> => {
  for (const name of await versionsPresent(ports, inputs)) {
    if (name === ports.payload.version) continue
    const removed = await ports.host.writer.removeFolder(`${versionsFolder(inputs)}\\${name}`)
    if (!removed.ok) ports.log('warn', `version ${name} is still there: ${removed.failure.code}`)
  }
}
