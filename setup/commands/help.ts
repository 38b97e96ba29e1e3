/** The texts of `--help`. */
import { exitCodes } from '../../contract/wizard-api.ts'
import { profileNames } from '../host/simulated/profile.ts'
import { profilesFolder } from '../shipped.ts'
import { type CommandName, optionsOf } from './arguments.ts'

const summaries: Record<CommandName, string> = {
  check: 'run the checks; changes nothing unless --fix is given',
  install: 'check, enroll, install, and prove the round trip, as a parameters file says',
  test: 'the live connectivity test',
  request: 'what to forward to the team of the firewall or proxy: addresses, ports, reasons, what was observed here',
  status: 'the connector service, its channel and its certificate',
  start: 'start the connector service',
  stop: 'stop the connector service',
  resume: 'finish an installation that was interrupted after it had enrolled',
  repair: 'verify every action of the installation and do again what is not as it was left',
  upgrade: 'put the version of this program beside the one that runs, switch, and go back when it does not become healthy',
  enroll: 'enroll an installed connector again, with a new key and certificate',
  logs: 'what setup and the service wrote down, by time',
  configure: 'show or change proxy, log level and relay of the installed service, and the labels of the connector',
  bundle: 'collect a support bundle into a file; nothing is sent',
  uninstall: 'take everything back that the journal holds, and end the registration',
}

const optionTexts: Record<string, string> = {
  'connection-file': '--connection-file FILE   from the console: address and authorities of the control plane',
  address: '--address URL            control plane, where no connection file is given',
  fix: '--fix CHECK              make the change that this check offers, after saying what it is',
  'undo-fix': '--undo-fix CHECK         take the last fix of this check back',
  params: '--params FILE            parameters file; --params-schema prints its JSON schema',
  'params-schema': '--params-schema          prints the JSON schema of the parameters file',
  'token-file': '--token-file FILE        one-time enrollment token ("-" reads standard input); wins over the parameters file',
  'keep-registration': '--keep-registration      leaves the registration in the cloud until somebody removes it in the console',
  unattended: '--unattended             every check, action and layer on standard output',
  follow: '--follow                 goes on until Ctrl+C with what is written from now on',
  level: '--level LEVEL            debug, info, warn or error: lines to show, or what the service writes',
  topic: '--topic TOPIC            lines of this topic only',
  relay: '--relay NAME|any         the only relay to use, or as the control plane says',
  label: '--label NAME=VALUE       adds the label or changes its value; may be given several times',
  'remove-label': '--remove-label NAME      takes the label away; may be given several times',
  out: '--out FILE               where the support bundle is written; must not exist yet',
  'no-names': '--no-names               replaces names of servers, people and addresses, the same one always by the same word',
  list: '--list                   only says what would be in the bundle, done again, or taken back; writes and changes nothing',
  proxy:
    "--proxy PROXY            none, system, wpad, pac:ADDRESS of a script, or ADDRESS; test: tries the layers by it instead of the service's; else: the service uses it from now on",
  'proxy-user': '--proxy-user NAME        whom the proxy asks for; told to that proxy only',
  'proxy-password-file':
    '--proxy-password-file FILE  its password ("-" reads standard input); else the variable CAUSEWAY_PROXY_PASSWORD, else it is asked for',
  throughput: '--throughput             sends 4 MB from the cloud to the service and back, for at most 15 seconds',
  compare: '--compare                what changed since it last worked',
  html: '--html FILE              saves the report as one page without scripts',
  format: '--format text|csv|markdown|json   how the request is written; text unless said',
  history: '--history 24h|7d|30d     what the service remembers: states, reconnects with their cause, answer times',
  'after-restart': '--after-restart          where a restart is needed: go on by itself after it',
  watch: '--watch                  goes on until Ctrl+C, one line a round trip',
}

const common = [
  '--server PROFILE         the simulated server to work on (name or file)',
  '--state DIR              where the simulated server, journal and logs are kept',
  '--json                   machine-readable result on standard output',
  '--quiet                  no progress, results and problems only',
  '--language en|zh-CN      default: as the system says',
  '--help, --version',
]

const codes = Object.entries(exitCodes)
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')

export const helpText = (command: CommandName | undefined): string => {
  const own = command === undefined ? [] : optionsOf[command].flatMap((option) => optionTexts[option] ?? [])
  const usage =
    command === undefined
      ? [
          'causeway-setup               guided setup in a terminal',
          ...Object.entries(summaries).map(([name, text]) => `causeway-setup ${name.padEnd(12)}  ${text}`),
        ]
      : [`causeway-setup ${command}: ${summaries[command]}`]
  return [
    ...usage,
    '',
    'Options:',
    ...[...own, ...common].map((line) => `  ${line}`),
    '',
    `Profiles: ${profileNames(profilesFolder()).join(', ')}`,
    `Exit codes: ${codes}`,
    'Secrets come from a file, standard input or the environment, never from the command line.',
  ].join('\n')
}
