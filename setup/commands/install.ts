/** `causeway-setup install`: checks, enrollment, installation and the connectivity test, without questions. */
import { dirname, resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type LocationSummary } from '../../contract/enrollment.ts'
import { type ParametersFile } from '../../contract/parameters-file.ts'
import { Secret } from '../../contract/secret.ts'
import { exitCodes } from '../../contract/wizard-api.ts'
import { parseToken } from '../enrollment/token-access.ts'
import { readTokenFile } from '../input-file.ts'
import { blockingCheck, blockingRows } from '../check-report.ts'
import { runAllChecks } from './check.ts'
import { deviceSignIn } from './device.ts'
import { type ExitCode, exitCodeOfInstall } from './exit-code.ts'
import { followWork, printActions } from './maintain.ts'
import { checkLine, diagnosisLine } from './output.ts'
import { cancelledCode, type CommandSession, refuse, until } from './session.ts'
import { runTest } from './test.ts'

/** Parameters, and the folder that relative paths in them start from. */
export interface Parameters {
  readonly file: ParametersFile
  readonly folder: string
}

export const parametersOf = (path: string, file: ParametersFile): Parameters => ({ file, folder: dirname(resolve(path)) })

export const installCommand = async (session: CommandSession, parameters: Parameters): Promise<ExitCode> => {
  const { engine, output, cancelled } = session
  if (engine.journalFailure !== undefined) return refuse(output, engine.journalFailure)
  const { install } = engine.snapshot
  if (install.is === 'installed') {
    output.progress('Installed already.')
    return proveIt(session)
  }
  const wasInterrupted = install.is === 'interrupted'
  const signedIn = await ready(session, parameters, wasInterrupted)
  if (cancelled.aborted) return cancelledCode
  if (!signedIn.ok) return refuse(output, signedIn.failure)
  if (!wasInterrupted) {
    const chosen = await choose(session, parameters.file)
    if (!chosen.ok) return refuse(output, chosen.failure)
  }
  const stop = printActions(session)
  const begun = await engine.call(wasInterrupted ? 'resumeInstall' : 'startInstall', {})
  if (!begun.ok) return refuse(output, begun.failure, exitCodeOfInstall(begun.failure.code))
  const cancel = () => void engine.call('cancelInstall', {})
  cancelled.addEventListener('abort', cancel, { once: true })
  const code = await followWork(session)
  cancelled.removeEventListener('abort', cancel)
  stop()
  return code === exitCodes.done ? proveIt(session) : code
}

/** `causeway-setup enroll`: a new key and certificate for a connector that was removed, expired or cloned. */
export const enrollCommand = async (session: CommandSession, parameters: Parameters): Promise<ExitCode> => {
  const { engine, output, cancelled } = session
  if (engine.snapshot.install.is !== 'installed') return refuse(output, failed('CW3009').failure, exitCodes.enrollmentRefused)
  const signedIn = await authorized(session, parameters, false)
  if (cancelled.aborted) return cancelledCode
  if (!signedIn.ok) return refuse(output, signedIn.failure)
  const chosen = await choose(session, parameters.file, true)
  if (!chosen.ok) return refuse(output, chosen.failure)
  const stop = printActions(session)
  const begun = await engine.enrollAgain()
  if (!begun.ok) return refuse(output, begun.failure, exitCodeOfInstall(begun.failure.code))
  const code = await followWork(session)
  stop()
  return code === exitCodes.done ? proveIt(session) : code
}

/** Checks passed or accepted, and somebody or a token allows the enrollment. */
const ready = async (session: CommandSession, parameters: Parameters, wasInterrupted: boolean): Promise<Result<undefined>> => {
  if (!wasInterrupted) {
    const passed = await pass(session, parameters.file)
    if (!passed.ok) return passed
  }
  return authorized(session, parameters, wasInterrupted)
}

/** Somebody is signed in, or a token was given. */
const authorized = async (session: CommandSession, parameters: Parameters, wasInterrupted: boolean): Promise<Result<undefined>> => {
  const { engine } = session
  await engine.presetTried()
  const { signIn } = engine.snapshot
  if (signIn.is === 'addressNeeded')
    return signIn.failure === undefined
      ? failed('CW7008', { argument: '--params', reason: 'neither controlPlane nor connectionFile is given' })
      : { ok: false, failure: signIn.failure }
  const token = await readToken(session, parameters)
  if (!token.ok) return token
  if (token.value === undefined) return deviceSignIn(session)
  const used = await engine.useToken(token.value)
  // A token that the interrupted run has used up is not needed for the rest of it.
  return used.ok || (wasInterrupted && used.failure.code === 'CW2020') ? succeeded(undefined) : used
}

const pass = async (session: CommandSession, { overrides }: ParametersFile): Promise<Result<undefined>> => {
  const { engine, output } = session
  await runAllChecks(session)
  for (const { check, reason } of overrides) {
    const row = engine.snapshot.checks.rows.find(({ id }) => id === check)
    if (row?.state.is !== 'done' || (row.state.result.outcome !== 'fail' && row.state.result.outcome !== 'error')) continue
    const accepted = await engine.call('overrideCheck', { check, reason })
    if (!accepted.ok) return accepted
  }
  const { run, rows } = engine.snapshot.checks
  if (run.is !== 'done') return failed('CW2011')
  if (run.verdict === 'ready' || run.verdict === 'readyWithWarnings') return succeeded(undefined)
  // Once more, because they stand somewhere among the many lines above, or nowhere with --quiet.
  for (const row of blockingRows(rows)) output.problem(checkLine(row, output.language))
  return failed('CW3001', { check: blockingCheck(rows) })
}

/** Absent when neither the parameters nor the command line name a file. */
const readToken = async ({ given }: CommandSession, { file, folder }: Parameters): Promise<Result<Secret | undefined>> => {
  const path = given.tokenFile ?? file.tokenFile
  if (path === undefined) return succeeded(undefined)
  const text =
    path === '-'
      ? succeeded((await readAll(process.stdin)).slice(0, 4096))
      : readTokenFile(given.tokenFile === undefined ? resolve(folder, path) : resolve(path))
  if (!text.ok) return text
  const token = parseToken(text.value.split('\n')[0] ?? '')
  return token.ok ? succeeded(new Secret(token.value)) : token
}

const choose = async (
  session: CommandSession,
  { location, connectorName, labels, onSeenBefore: decided }: ParametersFile,
  again = false,
): Promise<Result<undefined>> => {
  const { engine } = session
  await engine.call('loadLocations', {})
  await until(session, ({ locations: { is } }) => is === 'loaded' || is === 'failed')
  const { locations } = engine.snapshot
  if (locations.is === 'failed') return { ok: false, failure: locations.failure }
  if (locations.is !== 'loaded') return failed('CW2011')
  const wanted = locations.locations.filter(
    (found: LocationSummary) => location === undefined || ('id' in location ? found.id === location.id : found.name === location.name),
  )
  const [one] = wanted
  // Never picked silently: two of the same name, or a person's sign-in without a name, are no decision.
  if (one === undefined || wanted.length > 1)
    return failed('CW2024', {}, wanted.length > 1 ? `${wanted.length} locations would fit; name one by its id` : undefined)
  const { seenBefore } = locations
  // Enrolling again is itself the decision to replace this machine's registration, wherever that was.
  const replacing = again && seenBefore !== undefined ? (seenBefore.locationId === one.id ? 'replace' : 'replaceAndMove') : undefined
  const onSeenBefore = decided ?? replacing
  const chosen = await engine.call('choose', {
    locationId: one.id,
    connectorName: connectorName ?? (again ? seenBefore?.connector.name : undefined) ?? locations.proposedName,
    labels,
    ...(onSeenBefore === undefined ? {} : { onSeenBefore }),
  })
  return chosen.ok ? succeeded(undefined) : chosen
}

/** The last line: what a round trip through the cloud says. */
const proveIt = async (session: CommandSession): Promise<ExitCode> => {
  const { engine, output } = session
  const connectivity = await runTest(session)
  await engine.call('stopConnectivity', {})
  if (connectivity.is !== 'active') return exitCodes.unexpected
  const { diagnosis } = connectivity
  const { server, install, ledger } = engine.snapshot
  if (output.json) output.result(JSON.stringify({ schema: 'causeway.install-result/1', server, install, ledger, diagnosis }, null, 2))
  else output.result(diagnosisLine(diagnosis, output.language))
  return diagnosis.is === 'working' ? exitCodes.done : exitCodes.network
}
