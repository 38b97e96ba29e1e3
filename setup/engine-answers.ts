/** Which part of the engine answers which call. */
import { failed, type Result, succeeded } from '../contract/error-codes.ts'
import { type AgentCall, type ParsedArgumentOf, type ResultOf } from '../contract/wizard-api.ts'
import { type CheckSession } from './checks/check-session.ts'
import { Secret } from '../contract/secret.ts'
import { type EngineNetwork } from './engine-network.ts'
import { type EngineState } from './engine-state.ts'
import { namedProxyProblem } from '../connector/way-out/proxy-choice.ts'
import { type ChoiceSlice } from './slices/choice-slice.ts'
import { type ConnectivitySlice } from './slices/connectivity-slice.ts'
import { type HistorySlice } from './slices/history-slice.ts'
import { type LabelsSlice } from './slices/labels-slice.ts'
import { type InstallSlice } from './slices/install-slice.ts'
import { type LocationsSlice } from './slices/locations-slice.ts'
import { type ServiceSlice } from './slices/service-slice.ts'
import { type SettingsSlice } from './slices/settings-slice.ts'
import { type SignInSlice } from './slices/sign-in-slice.ts'
import { type SupportSlice } from './slices/support-slice.ts'

export type Answers = { [C in AgentCall]: (argument: ParsedArgumentOf<C>) => Promise<ResultOf<C>> }

export interface EngineParts {
  readonly state: EngineState
  readonly checks: CheckSession
  readonly signIn: SignInSlice
  readonly locations: LocationsSlice
  readonly install: InstallSlice
  readonly service: ServiceSlice
  readonly connectivity: ConnectivitySlice
  readonly support: SupportSlice
  readonly history: HistorySlice
  readonly settings: SettingsSlice
  readonly labels: LabelsSlice
  readonly network: EngineNetwork
  readonly choice: ChoiceSlice
}

const emptied = (result: Result<object>): Result<Record<string, never>> => (result.ok ? succeeded({}) : result)

export const answersOf = ({
  state,
  checks,
  signIn,
  locations,
  install,
  service,
  connectivity,
  support,
  history,
  settings,
  labels,
  network,
  choice,
}: EngineParts): Answers => {
  const nothing = (): Record<string, never> => ({})
  const quietly = (work: Promise<unknown>) => {
    work.catch((error: unknown) => install.log('error', String(error)))
    return {}
  }
  return {
    snapshot: async () => state.snapshot,
    runChecks: async ({ only }) => quietly(checks.run(only)),
    cancelChecks: async () => checks.cancel().then(nothing),
    fixCheck: async ({ check }) => emptied(await checks.fix(check)),
    undoFix: async ({ check }) => emptied(await checks.undoFix(check)),
    overrideCheck: async ({ check, reason }) => emptied(checks.override(check, reason)),
    withdrawOverride: async ({ check }) => {
      checks.withdrawOverride(check)
      return {}
    },
    discover: async ({ address }) => {
      choice.forget()
      return signIn.discover(address)
    },
    changeAddress: async () => {
      choice.forget()
      return signIn.changeAddress().then(nothing)
    },
    startSignIn: ({ method }) => signIn.start(method),
    cancelSignIn: async () => {
      signIn.cancel()
      return {}
    },
    signOut: async () => {
      choice.forget()
      return signIn.signOut().then(nothing)
    },
    loadLocations: async () => quietly(locations.load()),
    createLocation: ({ name }) => locations.create(name),
    choose: (wanted) => choice.choose(wanted),
    parametersFile: async () => choice.parametersFile(),
    startInstall: () => choice.startInstall(),
    cancelInstall: async () => install.cancel(),
    resumeInstall: () => choice.resume(),
    undoInstall: () => install.undo(),
    agreeToGoOn: ({ agreed }) => install.agreeToGoOn(agreed),
    lookOver: () => install.lookOver(),
    repair: () => install.repair(),
    enrollAgain: () => choice.enrollAgain(),
    startConnectivity: async ({ proxy }) => {
      const reason = proxy === undefined ? undefined : namedProxyProblem(proxy)
      if (reason !== undefined) return failed('CW7008', { argument: 'proxy', reason })
      return succeeded(quietly(connectivity.start(proxy)))
    },
    retestLayer: ({ layer, endpoint }) => connectivity.retest(layer, endpoint),
    measureThroughput: () => connectivity.measureThroughput(),
    compareWithLastGood: async () => connectivity.compare(),
    connectivityPage: async ({ language }) => connectivity.page(language),
    stopConnectivity: async () => connectivity.stop().then(nothing),
    connectivityReport: async () => connectivity.report(),
    networkRequest: ({ format, language }) => support.networkRequest(format, language, signIn.controlPlane?.discovery.issuer),
    refreshService: async () => service.refresh().then(nothing),
    loadHistory: ({ range }) => history.load(range).then(nothing),
    startService: () => service.start(),
    stopService: () => service.stop(),
    restartService: () => service.restart(),
    readLogs: async ({ cursor }) => support.logs(cursor),
    logsText: async () => support.logsText(),
    settings: () => settings.read(),
    tryProxy: ({ proxy, account }) => settings.tryProxy(proxy, account, AbortSignal.timeout(15_000)),
    changeSettings: ({ account, ...wanted }) => settings.change(wanted, account),
    labels: () => labels.read(),
    changeLabels: (wanted) => labels.change(wanted.labels),
    useProxy: async ({ proxy, account }) => {
      if (proxy !== undefined) network.choose(proxy)
      if (account !== undefined) {
        const bound = await network.bind({ user: account.user, password: new Secret(account.password) })
        if (!bound.ok) return bound
        network.remember(bound.value)
      }
      choice.forget()
      const { signIn: asked } = state.snapshot
      // What did not answer before may answer by the new way.
      return succeeded(asked.is === 'addressNeeded' && asked.address !== undefined ? quietly(signIn.discover(asked.address)) : {})
    },
    collectBundle: async (wishes) => quietly(support.collect(wishes)),
    bundleFile: async ({ path, from }) => support.file(path, from),
    bundleArchive: async () => {
      const made = support.archive()
      if (!made.ok) return made
      const { name, bytes, sha256 } = made.value
      return succeeded({ name, base64: Buffer.from(bytes).toString('base64'), sha256 })
    },
    uninstall: ({ keepRegistration }) => install.uninstall(keepRegistration),
  }
}
