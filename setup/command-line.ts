#!/usr/bin/env node
/** `causeway-setup`: the same engine as the wizard, for terminals and scripts. Only wires. */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type ConnectionFile } from '../contract/connection-file.ts'
import { failed, type Result, succeeded } from '../contract/error-codes.ts'
import { ParametersFile } from '../contract/parameters-file.ts'
import { namedProxy } from '../connector/way-out/proxy-choice.ts'
import { type Secret } from '../contract/secret.ts'
import { takeOutSecrets } from '../contract/secret-scan.ts'
import { exitCodes } from '../contract/wizard-api.ts'
import { assemble, type Assembly } from './assembly.ts'
import { type CommandArguments, type CommandName, parseArguments } from './commands/arguments.ts'
import { bundleCommand } from './commands/bundle.ts'
import { checkCommand } from './commands/check.ts'
import { configureCommand } from './commands/configure.ts'
import { startCommand, stopCommand } from './commands/control-service.ts'
import { type ExitCode, exitCodeOf } from './commands/exit-code.ts'
import { helpText } from './commands/help.ts'
import { enrollCommand, installCommand, type Parameters, parametersOf } from './commands/install.ts'
import { logsCommand } from './commands/logs.ts'
import { repairCommand, resumeCommand, uninstallCommand, upgradeCommand } from './commands/maintain.ts'
import { languageOf, type Output, printable, wordingOf } from './commands/output.ts'
import { requestCommand } from './commands/request.ts'
import { type Command, failureJson, refuse } from './commands/session.ts'
import { statusCommand } from './commands/status.ts'
import { testCommand } from './commands/test.ts'
import { readConnectionFile, readParametersFile } from './input-file.ts'
import { programVersion } from './shipped.ts'
import { guidedSetup } from './text/guided.ts'
import { proxyPassword } from './settings/proxy-password.ts'
import { hiddenAnswer, terminalPrompter } from './text/prompter.ts'

const outputOf = ({ json, quiet, unattended, language }: CommandArguments): Output => {
  const silent = quiet || json
  return {
    language: language ?? languageOf(process.env),
    json,
    result: (text) => void process.stdout.write(`${text}\n`),
    progress: (text) => {
      if (!silent) (unattended ? process.stdout : process.stderr).write(`${text}\n`)
    },
    problem: (text) => void process.stderr.write(`${takeOutSecrets(text).text}\n`),
  }
}

/** The system's browser, without a shell; false where there is none to start. */
const openBrowser = (address: string): Promise<boolean> =>
  new Promise((opened) => {
    if (process.platform === 'linux' && process.env['DISPLAY'] === undefined && process.env['WAYLAND_DISPLAY'] === undefined) {
      opened(false)
      return
    }
    const [program = '', ...rest] = process.platform === 'win32' ? ['rundll32.exe', 'url.dll,FileProtocolHandler'] : ['xdg-open']
    const child = spawn(program, [...rest, address], { stdio: 'ignore', detached: true })
    child.once('error', () => opened(false))
    child.once('spawn', () => {
      child.unref()
      opened(true)
    })
  })

interface Files {
  readonly parameters: Parameters | undefined
  readonly connectionFile: { readonly path: string; readonly content: ConnectionFile } | undefined
}

const readFiles = ({ parameters: path, connectionFile }: CommandArguments): Result<Files> => {
  let parameters: Parameters | undefined
  if (path !== undefined) {
    const read = readParametersFile(path)
    if (!read.ok) return read
    parameters = parametersOf(path, read.value)
  }
  const named =
    connectionFile ??
    (parameters?.file.connectionFile === undefined ? undefined : resolve(parameters.folder, parameters.file.connectionFile))
  if (named === undefined) return succeeded({ parameters, connectionFile: undefined })
  const content = readConnectionFile(named)
  return content.ok ? succeeded({ parameters, connectionFile: { path: resolve(named), content: content.value } }) : content
}

/** `test` only tries the proxy that it names. */
const wantedProxy = ({ command, proxy }: CommandArguments, file: ParametersFile | undefined) => {
  const named = command === 'test' || command === 'configure' ? undefined : (proxy ?? file?.proxy)
  return named === undefined ? undefined : namedProxy(named)
}

/** `configure` gives it to the service, every other command uses it for itself as well. */
const wantedAccount = async (given: CommandArguments, parameters: Parameters | undefined) => {
  const user = given.proxyUser ?? parameters?.file.proxyUser
  if (user === undefined) return succeeded(undefined)
  const inFolder = parameters?.file.proxyPasswordFile
  const file =
    given.proxyPasswordFile ?? (inFolder === undefined || parameters === undefined ? undefined : resolve(parameters.folder, inFolder))
  const ask = process.stdin.isTTY && process.stderr.isTTY ? () => hiddenAnswer(`Password of ${user} for the proxy: `) : undefined
  const password = await proxyPassword({ file, environment: process.env, ask, stdin: process.stdin })
  return password.ok ? succeeded({ user, password: password.value }) : password
}

const commands: Record<Exclude<CommandName, 'install' | 'enroll'>, Command> = {
  check: checkCommand,
  test: testCommand,
  request: requestCommand,
  status: statusCommand,
  start: startCommand,
  stop: stopCommand,
  resume: resumeCommand,
  repair: repairCommand,
  upgrade: upgradeCommand,
  logs: logsCommand,
  configure: configureCommand,
  bundle: bundleCommand,
  uninstall: uninstallCommand,
}

const run = async (
  given: CommandArguments,
  output: Output,
  assembly: Assembly,
  parameters: Parameters | undefined,
  account: { readonly user: string; readonly password: Secret } | undefined,
  cancelled: AbortSignal,
): Promise<ExitCode> => {
  const typed = account === undefined ? undefined : { user: account.user, password: account.password.reveal() }
  const session = { engine: assembly.engine, output, given, cancelled, account: typed }
  const { command } = given
  if (command === undefined) {
    if (!process.stdin.isTTY || !process.stdout.isTTY)
      return refuse(output, failed('CW7008', { argument: 'no command', reason: 'the guided setup needs a terminal' }).failure)
    return guidedSetup(session, terminalPrompter())
  }
  let act: () => Promise<ExitCode>
  if (command !== 'install' && command !== 'enroll') act = () => commands[command](session)
  else if (parameters === undefined) return refuse(output, failed('CW7008', { argument: '--params', reason: 'is needed' }).failure)
  else act = () => (command === 'install' ? installCommand(session, parameters) : enrollCommand(session, parameters))
  const { simulated, profile = '', machineName, system } = assembly.engine.snapshot.server
  if (simulated) output.progress(`${wordingOf(output.language).engine.simulatedServer} (${profile}): ${machineName}, ${system}`)
  return act()
}

/** The same installation once more; a token from standard input cannot be had again, so somebody signs in then. */
const enrollingAgain = ({ command, parameters, tokenFile }: CommandArguments): readonly string[] | undefined =>
  command !== 'install' || parameters === undefined
    ? undefined
    : [
        'install',
        '--params',
        resolve(parameters),
        ...(tokenFile === undefined || tokenFile === '-' ? [] : ['--token-file', resolve(tokenFile)]),
      ]

const main = async (): Promise<ExitCode> => {
  const parsed = parseArguments(process.argv.slice(2))
  if (!parsed.ok) {
    const { failure } = parsed
    const exitCode = exitCodeOf(failure.code)
    // What else was asked for is not known then; a script that wants JSON gets it all the same.
    if (process.argv.includes('--json')) process.stdout.write(`${failureJson(failure, exitCode)}\n`)
    process.stderr.write(`CW7008: ${printable(`${failure.values['argument']}: ${failure.values['reason']}`)}. See --help.\n`)
    return exitCode
  }
  const given = parsed.value
  const output = outputOf(given)
  const printed = given.help
    ? helpText(given.command)
    : given.version
      ? programVersion()
      : given.parametersSchema
        ? JSON.stringify(z.toJSONSchema(ParametersFile, { io: 'input' }), null, 2)
        : undefined
  if (printed !== undefined) {
    output.result(printed)
    return exitCodes.done
  }
  const files = readFiles(given)
  if (!files.ok) return refuse(output, files.failure)
  const { parameters, connectionFile } = files.value
  const account = await wantedAccount(given, parameters)
  if (!account.ok) return refuse(output, account.failure)
  const assembled = await assemble({
    server: given.server,
    stateFolder: given.state,
    connectionFile: connectionFile?.content,
    connectionFilePath: connectionFile?.path,
    address: given.address ?? parameters?.file.controlPlane,
    proxy: wantedProxy(given, parameters?.file),
    proxyAccount: given.command === 'configure' ? undefined : account.value,
    surface: 'commandLine',
    openBrowser,
    goesOnAfterRestart: given.afterRestart,
    enrolling: enrollingAgain(given),
  })
  if (!assembled.ok) return refuse(output, assembled.failure)
  const cancel = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => cancel.abort())
  try {
    return await run(given, output, assembled.value, parameters, account.value, cancel.signal)
  } finally {
    await assembled.value.close()
  }
}

const exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`CW9001: ${takeOutSecrets(error instanceof Error ? error.message : String(error)).text}\n`)
  return exitCodes.unexpected
})
// What is still open, such as a pipe to a service that has just started, must not keep the caller waiting.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)))
