/** `causeway-setup configure`: shows the settings of an installed connector and its labels, or changes those that are named. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { printServiceProxy } from '../../contract/proxy.ts'
import { ServiceSettings, type SettingsView } from '../../contract/service-settings.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { namedProxy } from '../../connector/way-out/proxy-choice.ts'
import { type ExitCode, exitCodeOfInstall } from './exit-code.ts'
import { changeLabels, labelsLine } from './labels.ts'
import { followWork, printActions } from './maintain.ts'
import { failureLine } from './output.ts'
import { type Command, type CommandSession, refuse } from './session.ts'

export const configureCommand: Command = async (session) => {
  const { engine, output, given } = session
  const read = await engine.call('settings', {})
  if (!read.ok) return refuse(output, read.failure)
  const { proxy, level, relay, proxyUser } = given
  const changesSettings = proxy !== undefined || level !== undefined || relay !== undefined || proxyUser !== undefined
  const changesLabels = given.labels.length > 0 || given.removedLabels.length > 0
  if (!changesSettings && !changesLabels) return show(session, read.value)
  const wanted = wantedSettings(read.value.settings, given)
  if (!wanted.ok) return refuse(output, wanted.failure)
  // First the labels: only the service that runs can change them.
  const labels = changesLabels ? await changeLabels(session) : undefined
  if (labels?.ok === false) return refuse(output, labels.failure, labels.failure.code === 'CW7008' ? undefined : exitCodes.network)
  if (labels !== undefined) output.progress(labelsLine(labels.value.labels))
  const code = changesSettings ? await changeSettings(session, wanted.value) : exitCodes.done
  if (code === exitCodes.done && output.json)
    output.result(JSON.stringify({ schema: 'causeway.settings/1', settings: wanted.value, ...labels?.value }))
  return code
}

const show = async ({ engine, output }: CommandSession, view: SettingsView): Promise<ExitCode> => {
  const { settings, account } = view
  const labels = await engine.call('labels', {})
  if (output.json) {
    const told = labels.ok ? labels.value : { labelsFailure: labels.failure }
    output.result(JSON.stringify({ schema: 'causeway.settings/1', ...view, ...told }, null, 2))
  } else {
    const lines = [
      `proxy ${printServiceProxy(settings.proxy)}`,
      ...(account === undefined ? [] : [`proxy user ${account.user} (${account.proxy})`]),
      `level ${settings.logLevel}`,
      `relay ${settings.pinnedRelay ?? 'any'}`,
      ...(labels.ok ? [labelsLine(labels.value.labels)] : []),
    ]
    output.result(lines.join('\n'))
  }
  if (!labels.ok) output.problem(failureLine(labels.failure, output.language))
  return exitCodes.done
}

/** What was not named stays. `CW7008` names the argument that does not fit. */
const wantedSettings = (before: ServiceSettings, { proxy, level, relay }: CommandSession['given']): Result<ServiceSettings> => {
  const pinnedRelay = relay === undefined ? before.pinnedRelay : relay === 'any' ? undefined : relay
  const wanted = ServiceSettings.safeParse({
    proxy: proxy === undefined ? before.proxy : namedProxy(proxy),
    logLevel: level ?? before.logLevel,
    ...(pinnedRelay === undefined ? {} : { pinnedRelay }),
  })
  if (wanted.success) return succeeded(wanted.data)
  const [issue] = wanted.error.issues
  const argument = { logLevel: '--level', pinnedRelay: '--relay' }[String(issue?.path[0])] ?? '--proxy'
  return failed('CW7008', { argument, reason: issue?.message ?? 'does not fit' })
}

const changeSettings = async (session: CommandSession, wanted: ServiceSettings): Promise<ExitCode> => {
  const { engine, output, account } = session
  const stop = printActions(session)
  const begun = await engine.call('changeSettings', { ...wanted, ...(account === undefined ? {} : { account }) })
  if (!begun.ok) return refuse(output, begun.failure, exitCodeOfInstall(begun.failure.code))
  const code = await followWork(session)
  stop()
  return code
}
