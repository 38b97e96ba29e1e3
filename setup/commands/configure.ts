/** `causeway-setup configure`: shows the settings of an installed connector and its labels, or changes those that are named. */
import { failed } from '../../contract/error-codes.ts'
import { printServiceProxy } from '../../contract/proxy.ts'
import { ServiceSettings } from '../../contract/service-settings.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { namedProxy } from '../../connector/way-out/proxy-choice.ts'
import { exitCodeOfInstall } from './exit-code.ts'
import { changeLabels, labelsLine } from './labels.ts'
import { followWork, printActions } from './maintain.ts'
import { failureLine } from './output.ts'
import { type Command, refuse } from './session.ts'

export const configureCommand: Command = async (session) => {
  const { engine, output, given } = session
  const read = await engine.call('settings', {})
  if (!read.ok) return refuse(output, read.failure)
  const { settings } = read.value
  const { proxy, level, relay, proxyUser } = given
  const changesSettings = proxy !== undefined || level !== undefined || relay !== undefined || proxyUser !== undefined
  const changesLabels = given.labels.length > 0 || given.removedLabels.length > 0
  if (!changesSettings && !changesLabels) {
    const { account } = read.value
    const labels = await engine.call('labels', {})
    output.result(
      output.json
        ? JSON.stringify(
            { schema: 'causeway.settings/1', ...read.value, ...(labels.ok ? labels.value : { labelsFailure: labels.failure }) },
            null,
            2,
          )
        : [
            `proxy ${printServiceProxy(settings.proxy)}`,
            ...(account === undefined ? [] : [`proxy user ${account.user} (${account.proxy})`]),
            `level ${settings.logLevel}`,
            `relay ${settings.pinnedRelay ?? 'any'}`,
            ...(labels.ok ? [labelsLine(labels.value.labels)] : []),
          ].join('\n'),
    )
    if (!labels.ok) output.problem(failureLine(labels.failure, output.language))
    return exitCodes.done
  }
  const wantedRelay = relay === undefined ? settings.pinnedRelay : relay === 'any' ? undefined : relay
  const wanted = ServiceSettings.safeParse({
    proxy: proxy === undefined ? settings.proxy : namedProxy(proxy),
    logLevel: level ?? settings.logLevel,
    ...(wantedRelay === undefined ? {} : { pinnedRelay: wantedRelay }),
  })
  if (!wanted.success) {
    const [issue] = wanted.error.issues
    const name = { logLevel: '--level', pinnedRelay: '--relay' }[String(issue?.path[0])] ?? '--proxy'
    return refuse(output, failed('CW7008', { argument: name, reason: issue?.message ?? 'does not fit' }).failure)
  }
  // First the labels: only the service that runs can change them.
  const labels = changesLabels ? await changeLabels(session) : undefined
  if (labels?.ok === false) return refuse(output, labels.failure, labels.failure.code === 'CW7008' ? undefined : exitCodes.network)
  if (labels !== undefined) output.progress(labelsLine(labels.value.labels))
  const told = () => {
    if (output.json) output.result(JSON.stringify({ schema: 'causeway.settings/1', settings: wanted.data, ...labels?.value }))
  }
  if (!changesSettings) {
    told()
    return exitCodes.done
  }
  const stop = printActions(session)
  const begun = await engine.call('changeSettings', {
    ...wanted.data,
    ...(session.account === undefined ? {} : { account: session.account }),
  })
  if (!begun.ok) return refuse(output, begun.failure, exitCodeOfInstall(begun.failure.code))
  const code = await followWork(session)
  stop()
  if (code === exitCodes.done) told()
  return code
}
