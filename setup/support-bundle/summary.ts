/** `summary.txt`: how things stand, in words, for a person who has thirty seconds. */
import { type CollectorReport } from '../../contract/support-bundle.ts'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { diagnosisLine, failureLine, findingOf, furtherLines, ledgerLine, printable, wordingOf } from '../commands/output.ts'
import { outcomeText } from './outcome-text.ts'
import { bundleWording } from './wording.ts'

const serviceLine = ({ service }: WizardSnapshot, language: Language): string => {
  switch (service.is) {
    case 'running':
      return (
        wordingOf(language).engine.channel[service.status.channel] +
        (service.status.failure === undefined ? '' : `: ${failureLine(service.status.failure, language)}`)
      )
    case 'notAnswering':
      return failureLine(service.failure, language)
    case 'stopped':
      return service.failure === undefined
        ? failureLine({ code: 'CW3007', values: { reason: 'stopped' } }, language)
        : failureLine(service.failure, language)
    case 'notInstalled':
      return failureLine({ code: 'CW3009', values: {} }, language)
  }
}

export const summaryText = (
  snapshot: WizardSnapshot,
  reports: readonly CollectorReport[],
  names: 'kept' | 'replaced',
  language: Language,
  now: Date,
): string => {
  const { server, checks, connectivity, ledger } = snapshot
  const { title, parts, about, notChecked, names: aboutNames } = bundleWording[language]
  const { engine } = wordingOf(language)
  const run = checks.run.is === 'done' ? engine.verdicts[checks.run.verdict] : notChecked
  const findings = checks.rows.filter(({ state }) => state.is === 'done' && ['warn', 'fail', 'error'].includes(state.result.outcome))
  const missing = reports.flatMap((report) => {
    const text = outcomeText(report, language)
    return text === undefined ? [] : [`  ${about[report.name]}: ${text}`]
  })
  return [
    title,
    ...(server.simulated ? [`${engine.simulatedServer} (${server.profile ?? ''})`] : []),
    '',
    `${parts.server}: ${server.machineName}, ${server.system}`,
    `${parts.version}: ${server.version}`,
    `${parts.made}: ${now.toISOString()}`,
    `${parts.verdict}: ${connectivity.is === 'active' ? diagnosisLine(connectivity.diagnosis, language) : notChecked}`,
    ...(connectivity.is === 'active' ? furtherLines(connectivity, language).map((line) => `  ${line}`) : []),
    `${parts.service}: ${serviceLine(snapshot, language)}`,
    `${parts.checks}: ${run}`,
    ...findings.map((row) => `  ${findingOf(row, language)}`),
    `${parts.changes}: ${ledgerLine(ledger, language)}`,
    aboutNames[names],
    ...(missing.length === 0 ? [] : ['', `${parts.missing}:`, ...missing]),
    '',
  ]
    .map(printable)
    .join('\n')
}
