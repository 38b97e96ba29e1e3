/** Arguments of `causeway-setup`. Unknown and ill-placed ones are refused by name; none of them ever holds a secret. */
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { ProxyAccountText } from '../../contract/proxy.ts'
import { namedProxyProblem } from '../../connector/way-out/proxy-choice.ts'
import { argumentProblemOf } from '../../contract/argument-problem.ts'
import { type CheckId, checkIds } from '../../contract/check-catalogue.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type Label, mostLabels } from '../../contract/enrollment.ts'
import { type LabelProblem, readPairs } from '../../contract/labels.ts'
import { HistoryRange, historyRanges } from '../../contract/history.ts'
import { RequestFormat, requestFormats } from '../../contract/network-request.ts'
import { type Language, languages } from '../../contract/wording/languages.ts'

export const commandNames = [
  'check',
  'install',
  'test',
  'request',
  'status',
  'start',
  'stop',
  'resume',
  'repair',
  'upgrade',
  'enroll',
  'logs',
  'configure',
  'bundle',
  'uninstall',
] as const
export type CommandName = (typeof commandNames)[number]

export interface CommandArguments {
  readonly command: CommandName | undefined
  readonly help: boolean
  readonly version: boolean
  readonly json: boolean
  readonly quiet: boolean
  readonly watch: boolean
  readonly unattended: boolean
  readonly parametersSchema: boolean
  /** Support bundle: replace names and addresses. */
  readonly noNames: boolean
  /** Only say what would be in the bundle, repaired, or taken back. */
  readonly list: boolean
  readonly out: string | undefined
  readonly keepRegistration: boolean
  /** Check whose fix is to be made, or taken back. */
  readonly fix: CheckId | undefined
  readonly undoFix: CheckId | undefined
  readonly follow: boolean
  /** Of log lines to show, or of the service's log. */
  readonly level: string | undefined
  readonly topic: string | undefined
  readonly relay: string | undefined
  /** To add or change. */
  readonly labels: readonly Label[]
  readonly removedLabels: readonly string[]
  readonly afterRestart: boolean
  readonly parameters: string | undefined
  readonly tokenFile: string | undefined
  readonly server: string | undefined
  readonly connectionFile: string | undefined
  readonly address: string | undefined
  readonly state: string | undefined
  readonly history: HistoryRange | undefined
  readonly proxy: string | undefined
  readonly proxyUser: string | undefined
  readonly proxyPasswordFile: string | undefined
  readonly throughput: boolean
  readonly compare: boolean
  readonly html: string | undefined
  readonly format: RequestFormat | undefined
  readonly language: Language | undefined
}

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  watch: { type: 'boolean' },
  unattended: { type: 'boolean' },
  fix: { type: 'string' },
  'undo-fix': { type: 'string' },
  'params-schema': { type: 'boolean' },
  'no-names': { type: 'boolean' },
  list: { type: 'boolean' },
  out: { type: 'string' },
  'keep-registration': { type: 'boolean' },
  follow: { type: 'boolean' },
  level: { type: 'string' },
  topic: { type: 'string' },
  relay: { type: 'string' },
  label: { type: 'string', multiple: true },
  'remove-label': { type: 'string', multiple: true },
  'after-restart': { type: 'boolean' },
  params: { type: 'string' },
  'token-file': { type: 'string' },
  server: { type: 'string' },
  'connection-file': { type: 'string' },
  address: { type: 'string' },
  state: { type: 'string' },
  history: { type: 'string' },
  proxy: { type: 'string' },
  'proxy-user': { type: 'string' },
  'proxy-password-file': { type: 'string' },
  throughput: { type: 'boolean' },
  compare: { type: 'boolean' },
  html: { type: 'string' },
  format: { type: 'string' },
  language: { type: 'string' },
} as const satisfies NonNullable<ParseArgsConfig['options']>

type OptionName = keyof typeof options
const everywhere: readonly OptionName[] = ['help', 'version', 'json', 'quiet', 'server', 'state', 'language']
const target: readonly OptionName[] = ['connection-file', 'address']
const wayOut: readonly OptionName[] = ['proxy', 'proxy-user', 'proxy-password-file']
const enrolling: readonly OptionName[] = [...target, ...wayOut, 'params', 'token-file', 'params-schema', 'unattended', 'after-restart']

/** What each command understands beside the options that all do. */
export const optionsOf: Record<CommandName, readonly OptionName[]> = {
  check: [...target, ...wayOut, 'params', 'fix', 'undo-fix'],
  install: enrolling,
  enroll: enrolling,
  test: [...target, ...wayOut, 'watch', 'throughput', 'compare', 'html'],
  request: [...target, 'format'],
  status: ['history'],
  start: [],
  stop: [],
  resume: ['after-restart', 'proxy-user', 'proxy-password-file'],
  repair: ['after-restart', 'list', 'proxy-user', 'proxy-password-file'],
  upgrade: [],
  logs: ['follow', 'level', 'topic'],
  configure: [...wayOut, 'level', 'relay', 'label', 'remove-label'],
  bundle: [...target, 'out', 'no-names', 'list'],
  uninstall: ['keep-registration', 'list'],
}

const labelReasons: Record<LabelProblem, string> = {
  pair: 'not NAME=VALUE',
  key: 'a name has small letters, digits, dots, hyphens and underscores',
  value: 'a value is one line without commas, at most 120 characters',
  twice: 'is there twice',
  tooMany: `at most ${mostLabels} fit`,
}

const wrong = (argument: string, reason: string) => failed('CW7008', { argument: argument.slice(0, 100), reason })

export const parseArguments = (given: readonly string[]): Result<CommandArguments> => {
  let parsed
  try {
    parsed = parseArgs({ args: [...given], options, allowPositionals: true, strict: true })
  } catch (error) {
    const { argument, reason } = argumentProblemOf(error)
    return wrong(argument, reason)
  }
  const { values, positionals } = parsed
  const [name, ...more] = positionals
  if (more[0] !== undefined) return wrong(more[0], 'one command at a time')
  const command = commandNames.find((known) => known === name)
  if (name !== undefined && command === undefined) return wrong(name, `not a command; there are ${commandNames.join(', ')}`)
  const allowed = new Set<string>([...everywhere, ...(command === undefined ? enrolling : optionsOf[command])])
  const misplaced = Object.keys(values).find((option) => !allowed.has(option))
  if (misplaced !== undefined) return wrong(`--${misplaced}`, `not an option of ${command ?? 'the guided setup'}`)
  const empty = Object.entries(values).find(([, value]) => (Array.isArray(value) ? value.includes('') : value === ''))
  if (empty !== undefined) return wrong(`--${empty[0]}`, 'is empty')
  const language = languages.find((known) => known === values.language)
  if (values.language !== undefined && language === undefined) return wrong('--language', `not one of ${languages.join(', ')}`)
  const history = HistoryRange.safeParse(values.history).data
  if (values.history !== undefined && history === undefined) return wrong('--history', `not one of ${historyRanges.join(', ')}`)
  const format = RequestFormat.safeParse(values.format).data
  if (values.format !== undefined && format === undefined) return wrong('--format', `not one of ${requestFormats.join(', ')}`)
  const proxyProblem = values.proxy === undefined ? undefined : namedProxyProblem(values.proxy)
  if (proxyProblem !== undefined) return wrong('--proxy', proxyProblem)
  if (values['proxy-user'] !== undefined && !ProxyAccountText.shape.user.safeParse(values['proxy-user']).success)
    return wrong('--proxy-user', 'is no name that a proxy can be told')
  const labels = readPairs(values.label ?? [])
  if (labels.is === 'problem') return wrong('--label', `${labels.at}: ${labelReasons[labels.problem]}`)
  const named = (id: string | undefined) => checkIds.find((known) => known === id)
  for (const option of ['fix', 'undo-fix'] as const)
    if (values[option] !== undefined && named(values[option]) === undefined)
      return wrong(`--${option}`, `no check is called ${values[option].slice(0, 60)}`)
  if (values.fix !== undefined && values['undo-fix'] !== undefined) return wrong('--undo-fix', 'not together with --fix')
  return succeeded({
    command,
    help: values.help ?? false,
    version: values.version ?? false,
    json: values.json ?? false,
    quiet: values.quiet ?? false,
    watch: values.watch ?? false,
    unattended: values.unattended ?? false,
    parametersSchema: values['params-schema'] ?? false,
    noNames: values['no-names'] ?? false,
    list: values.list ?? false,
    out: values.out,
    keepRegistration: values['keep-registration'] ?? false,
    fix: named(values.fix),
    undoFix: named(values['undo-fix']),
    follow: values.follow ?? false,
    level: values.level,
    topic: values.topic,
    relay: values.relay,
    labels: labels.labels,
    removedLabels: values['remove-label'] ?? [],
    afterRestart: values['after-restart'] ?? false,
    parameters: values.params,
    tokenFile: values['token-file'],
    server: values.server,
    connectionFile: values['connection-file'],
    address: values.address,
    state: values.state,
    history,
    proxy: values.proxy,
    proxyUser: values['proxy-user'],
    proxyPasswordFile: values['proxy-password-file'],
    throughput: values.throughput ?? false,
    compare: values.compare ?? false,
    html: values.html,
    format,
    language,
  })
}
