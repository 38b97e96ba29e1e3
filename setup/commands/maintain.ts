/** `causeway-setup uninstall`, `repair` and `upgrade`: work on what is installed. */
import { exitCodes } from '../../contract/wizard-api.ts'
import { type ExitCode, exitCodeOfInstall } from './exit-code.ts'
import { actionLine, failureLine, ledgerLine, printable, upgradedLine, wordingOf } from './output.ts'
import { type Command, type CommandSession, refuse } from './session.ts'

/** Prints actions as they end; resolves when the work has ended. */
export const followWork = async ({ engine, output }: CommandSession): Promise<ExitCode> => {
  const failure = await engine.installEnd()
  const { install, ledger } = engine.snapshot
  output.progress(ledgerLine(ledger, output.language))
  if (failure === undefined) return exitCodes.done
  output.problem(failureLine(failure, output.language))
  if (output.json) output.result(JSON.stringify({ schema: 'causeway.failure/1', failure, install: install.is }))
  return exitCodeOfInstall(failure.code)
}

/** Listens to actions until `stop` is called. */
export const printActions = ({ engine, output }: CommandSession): (() => void) => {
  const told = new Map<string, string>()
  return engine.onEvent((event) => {
    if (event.is !== 'actionRow') return
    const { action, state } = event.value
    if (state.is === 'running' || state.is === 'undoing' || state.is === 'waiting' || told.get(action.name) === state.is) return
    told.set(action.name, state.is)
    output.progress(actionLine(event.value, output.language))
  })
}

/** What would be taken back, the last change first. */
const sayChanges = ({ engine, output }: CommandSession): ExitCode => {
  const { install } = engine.snapshot
  const rows = 'rows' in install ? install.rows : []
  const changes = rows.flatMap(({ action }) => action.changes).toReversed()
  if (output.json) output.result(JSON.stringify({ schema: 'causeway.changes/1', changes }, null, 2))
  else for (const { kind, what } of changes) output.result(printable(`${kind} ${what}`))
  return exitCodes.done
}

/** Which actions are no longer as they were left. */
const sayDifferences = async ({ engine, output }: CommandSession): Promise<ExitCode> => {
  const looked = await engine.call('lookOver', {})
  if (!looked.ok) return refuse(output, looked.failure)
  const { actions } = wordingOf(output.language).engine
  if (output.json) output.result(JSON.stringify({ schema: 'causeway.looked-over/1', actions: looked.value }, null, 2))
  else
    for (const { action, differs } of looked.value)
      output.result(
        `  ${differs === undefined ? '[ok]  ' : '[warn]'} ${actions[action.name].what}${differs === undefined ? '' : `: ${failureLine(differs, output.language)}`}`,
      )
  return exitCodes.done
}

export const uninstallCommand: Command = async (session) => {
  if (session.given.list) return sayChanges(session)
  const stop = printActions(session)
  const begun = await session.engine.call('uninstall', { keepRegistration: session.given.keepRegistration })
  if (!begun.ok)
    return refuse(session.output, begun.failure, begun.failure.code === 'CW3009' ? exitCodes.done : exitCodes.installRolledBack)
  const code = await followWork(session)
  stop()
  if (code === exitCodes.done && session.output.json)
    session.output.result(JSON.stringify({ schema: 'causeway.install-result/1', install: session.engine.snapshot.install }))
  return code
}

/** What had enrolled needs nobody signed in to be finished; what had not is finished by `install`, with its parameters. */
export const resumeCommand: Command = async (session) => {
  const stop = printActions(session)
  const begun = await session.engine.call('resumeInstall', {})
  if (!begun.ok)
    return refuse(session.output, begun.failure, begun.failure.code === 'CW3009' ? exitCodes.done : exitCodeOfInstall(begun.failure.code))
  const code = await followWork(session)
  stop()
  return code
}

export const repairCommand: Command = async (session) => {
  if (session.given.list) return sayDifferences(session)
  const stop = printActions(session)
  const begun = await session.engine.call('repair', {})
  if (!begun.ok) return refuse(session.output, begun.failure, exitCodes.installRolledBack)
  const code = await followWork(session)
  stop()
  return code
}

export const upgradeCommand: Command = async ({ engine, output, cancelled }) => {
  const ended = await engine.upgrade(cancelled)
  if (!ended.ok) return refuse(output, ended.failure, exitCodes.installRolledBack)
  if (output.json) output.result(JSON.stringify({ schema: 'causeway.upgrade-result/1', ...ended.value }))
  else output.result(ended.value.is === 'upgraded' ? upgradedLine(ended.value, output.language) : ended.value.version)
  return exitCodes.done
}
