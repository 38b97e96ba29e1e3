/**
 * Wizard <-> setup agent. One literal: main, preload, the agent, test doubles and documentation derive from it. The same
 * calls travel over Electron's ipc (renderer <-> main) and over JSON-RPC on a pipe (main <-> agent). Long
 * because it is one literal.
 *
 * Snapshot first, then events that replace one keyed thing: reloading the window costs nothing. The engine owns the truth.
 */
import { z } from 'zod'
import { CheckIdSchema, CheckRow, ChecksState } from './check-report.ts'
import { Comparison } from './comparison.ts'
import { ConnectivityState, Layer, LayerRow } from './connectivity.ts'
import { ConnectorSummary, EnrollmentChoice, LocationName, LocationsState, LocationSummary, SignInState } from './enrollment.ts'
import { Failure, resultOf } from './error-codes.ts'
import { HistoryRange, HistoryState } from './history.ts'
import { ActionRow, InstallPlan, InstallState, Ledger, LogLine, LookedOver } from './install-plan.ts'
import { localStatusCalls, ServiceStatus } from './local-status-api.ts'
import { LogPage } from './log-entry.ts'
import { RequestFormat } from './network-request.ts'
import { ServiceProxy, TypedAccount } from './proxy.ts'
import { ServiceSettings, SettingsView } from './service-settings.ts'
import { BundleState } from './support-bundle.ts'
import { languages } from './wording/languages.ts'

export const ServerIdentity = z.object({
  machineName: z.string(),
  /** "Windows Server 2022". */
  system: z.string(),
  domain: z.string().optional(),
  /** Shown everywhere as "Simulated server". */
  simulated: z.boolean(),
  profile: z.string().optional(),
  /** The account the agent runs as. */
  account: z.string(),
  elevated: z.boolean(),
  version: z.string(),
})
export type ServerIdentity = z.infer<typeof ServerIdentity>

/** The connector service as seen after (or before) installation. */
export const ServiceState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('notInstalled') }),
  z.object({ is: z.literal('stopped'), failure: Failure.optional() }),
  z.object({ is: z.literal('running'), status: ServiceStatus, others: z.array(ConnectorSummary).optional() }),
  z.object({ is: z.literal('notAnswering'), failure: Failure }),
])
export type ServiceState = z.infer<typeof ServiceState>

export const WizardSnapshot = z.object({
  server: ServerIdentity,
  ledger: Ledger,
  checks: ChecksState,
  signIn: SignInState,
  locations: LocationsState,
  /** The decision of page 3, once made and confirmed by the engine. */
  choice: EnrollmentChoice.optional(),
  plan: InstallPlan.optional(),
  install: InstallState,
  connectivity: ConnectivityState,
  service: ServiceState,
  bundle: BundleState,
  history: HistoryState,
  /** The last 200 lines. */
  log: z.array(LogLine),
})
export type WizardSnapshot = z.infer<typeof WizardSnapshot>

const nothing = z.object({})
const done = resultOf(nothing)

/** Calls answered by the setup agent. */
export const agentCalls = {
  snapshot: { argument: nothing, result: WizardSnapshot },

  runChecks: { argument: z.object({ only: z.array(CheckIdSchema).optional() }), result: nothing },
  cancelChecks: { argument: nothing, result: nothing },
  fixCheck: { argument: z.object({ check: CheckIdSchema }), result: done },
  /** Takes back the last fix that was made for this check. */
  undoFix: { argument: z.object({ check: CheckIdSchema }), result: done },
  overrideCheck: { argument: z.object({ check: CheckIdSchema, reason: z.string().max(500) }), result: done },
  withdrawOverride: { argument: z.object({ check: CheckIdSchema }), result: nothing },

  discover: { argument: z.object({ address: z.string().max(2000) }), result: done },
  changeAddress: { argument: nothing, result: nothing },
  startSignIn: { argument: z.object({ method: z.enum(['browser', 'device']) }), result: done },
  cancelSignIn: { argument: nothing, result: nothing },
  signOut: { argument: nothing, result: nothing },

  loadLocations: { argument: nothing, result: nothing },
  createLocation: { argument: z.object({ name: LocationName }), result: resultOf(LocationSummary) },
  choose: { argument: EnrollmentChoice, result: resultOf(InstallPlan) },
  /** The parameters file that would do the same silently, as text. */
  parametersFile: { argument: nothing, result: resultOf(z.object({ text: z.string() })) },

  startInstall: { argument: nothing, result: done },
  cancelInstall: { argument: nothing, result: done },
  resumeInstall: { argument: nothing, result: done },
  undoInstall: { argument: nothing, result: done },
  /** Consent, or its withdrawal, to set-up going on by itself after the restart that it waits for. */
  agreeToGoOn: { argument: z.object({ agreed: z.boolean() }), result: done },
  /** Which actions of the installation are no longer as they were left. Changes nothing. */
  lookOver: { argument: nothing, result: resultOf(LookedOver) },
  /** Verifies every action of the installation and does again what is no longer as it was left. */
  repair: { argument: nothing, result: done },
  /** A new key and certificate for what is installed, in its own location and under its own name. Needs somebody signed in. */
  enrollAgain: { argument: nothing, result: done },

  /** `proxy`: try the layers through that one (`none`: without one) instead of the service's. */
  startConnectivity: { argument: z.object({ proxy: z.string().max(300).optional() }), result: done },
  /** Tries a layer again, and those above it while they pass; without an endpoint at all of them. */
  retestLayer: { argument: z.object({ layer: Layer, endpoint: z.string().max(300).optional() }), result: done },
  measureThroughput: { argument: nothing, result: done },
  /** This test against the last that worked before it. */
  compareWithLastGood: { argument: nothing, result: resultOf(Comparison) },
  stopConnectivity: { argument: nothing, result: nothing },
  /** The whole report, to copy or save. */
  connectivityReport: { argument: nothing, result: resultOf(z.object({ text: z.string() })) },
  /** The same as one page of HTML, without scripts and without anything to load. */
  connectivityPage: { argument: z.object({ language: z.enum(languages) }), result: resultOf(z.object({ text: z.string() })) },
  /** What to forward to the team of the firewall or proxy. Looks where nobody has looked yet, so it may take seconds. */
  networkRequest: {
    argument: z.object({ format: RequestFormat, language: z.enum(languages) }),
    result: resultOf(z.object({ text: z.string() })),
  },

  refreshService: { argument: nothing, result: nothing },
  loadHistory: { argument: z.object({ range: HistoryRange }), result: nothing },
  startService: { argument: nothing, result: done },
  stopService: { argument: nothing, result: done },
  restartService: { argument: nothing, result: done },

  /** Lines of both logs: at first the newest, with a cursor those written since. Reads files, so it answers whatever the service does. */
  readLogs: { argument: z.object({ cursor: z.string().max(400).optional() }), result: LogPage },
  /** Both logs as far as they are kept, to save. */
  logsText: { argument: nothing, result: resultOf(z.object({ text: z.string() })) },

  settings: { argument: nothing, result: resultOf(SettingsView) },
  /** Whether anything comes through it. Changes nothing. */
  tryProxy: {
    argument: z.object({ proxy: ServiceProxy, account: TypedAccount.optional() }),
    result: resultOf(z.object({ milliseconds: z.number() })),
  },
  /** Tries a new proxy first; then writes the settings and starts the service again. Set back when its channel does not open. */
  changeSettings: { argument: ServiceSettings.extend({ account: TypedAccount.optional() }), result: done },
  /** The connector's labels in the cloud, through the running service. Those before stay when a change fails. */
  labels: localStatusCalls.labels,
  changeLabels: localStatusCalls.changeLabels,
  /** Before the installation: the way out of set-up, and later of the service. What is absent stays. The account is told to its proxy only. */
  useProxy: { argument: z.object({ proxy: ServiceProxy.optional(), account: TypedAccount.optional() }), result: done },

  /** Collects a support bundle anew; how it goes arrives as events. Nothing is written and nothing is sent. */
  collectBundle: { argument: z.object({ names: z.enum(['kept', 'replaced']), language: z.enum(['en', 'zh-CN']) }), result: nothing },
  /** A piece of one of its files, exactly as it will be in the archive; `next` is where the following piece begins. */
  bundleFile: {
    argument: z.object({ path: z.string().max(100), from: z.number().int().nonnegative() }),
    result: resultOf(z.object({ text: z.string(), next: z.number().optional() })),
  },
  /** The archive itself: base64, with the name it should have and its SHA-256. */
  bundleArchive: { argument: nothing, result: resultOf(z.object({ name: z.string(), base64: z.string(), sha256: z.string() })) },
  /** Takes back everything the journal holds; the registration in the cloud is ended too unless it is to be kept. */
  uninstall: { argument: z.strictObject({ keepRegistration: z.boolean().default(false) }), result: done },
} as const

/** Calls answered by the window's own process; they never reach the agent. */
export const windowCalls = {
  /** Opens an address with the system browser; only addresses known to main by id can be opened. */
  openLink: {
    argument: z.object({
      link: z.enum(['signIn', 'verification', 'console', 'docsCheck', 'docsError']),
      of: z.string().max(40).optional(),
    }),
    result: done,
  },
  copyText: { argument: z.object({ text: z.string().max(200_000) }), result: nothing },
  /** A save dialog, then writes what the agent made; `cancelled` when the person closed it. */
  saveText: {
    argument: z.object({
      what: z.enum([
        'parametersFile',
        'connectivityReport',
        'connectivityPage',
        'logsText',
        'requestText',
        'requestCsv',
        'requestMarkdown',
      ]),
    }),
    result: resultOf(
      z.discriminatedUnion('is', [z.object({ is: z.literal('saved'), path: z.string() }), z.object({ is: z.literal('cancelled') })]),
    ),
  },
  /** A save dialog, then the support bundle that was collected. */
  saveBundle: {
    argument: nothing,
    result: resultOf(
      z.discriminatedUnion('is', [
        z.object({ is: z.literal('saved'), path: z.string(), bytes: z.number(), sha256: z.string() }),
        z.object({ is: z.literal('cancelled') }),
      ]),
    ),
  },
  preferences: {
    argument: nothing,
    result: z.object({
      language: z.enum(['en', 'zh-CN']),
      theme: z.enum(['light', 'dark', 'contrast']),
      /** The page that the window was started for; said once. */
      opens: z.enum(['repair']).optional(),
    }),
  },
  setLanguage: { argument: z.object({ language: z.enum(['en', 'zh-CN']) }), result: nothing },
  closeWindow: { argument: nothing, result: nothing },
  /** Starts the agent again after it ended (or after consent to elevation was refused). */
  restartAgent: { argument: nothing, result: done },
  /** Starts it without an administrator's rights after consent was refused: everything can be looked at, nothing changed. */
  continueReadOnly: { argument: nothing, result: done },
} as const

export const wizardCalls = { ...agentCalls, ...windowCalls } as const
export type AgentCall = keyof typeof agentCalls
export type WindowCall = keyof typeof windowCalls
export type WizardCall = keyof typeof wizardCalls
export type ArgumentOf<C extends WizardCall> = z.input<(typeof wizardCalls)[C]['argument']>
export type ParsedArgumentOf<C extends WizardCall> = z.output<(typeof wizardCalls)[C]['argument']>
export type ResultOf<C extends WizardCall> = z.output<(typeof wizardCalls)[C]['result']>

/** What changed. Each event replaces one slice of the snapshot, or one keyed row in it. */
export const WizardEvent = z.discriminatedUnion('is', [
  z.object({ is: z.literal('server'), value: ServerIdentity }),
  z.object({ is: z.literal('ledger'), value: Ledger }),
  z.object({ is: z.literal('checks'), value: ChecksState }),
  z.object({ is: z.literal('checkRow'), value: CheckRow }),
  z.object({ is: z.literal('signIn'), value: SignInState }),
  z.object({ is: z.literal('locations'), value: LocationsState }),
  z.object({ is: z.literal('choice'), value: EnrollmentChoice.optional() }),
  z.object({ is: z.literal('plan'), value: InstallPlan.optional() }),
  z.object({ is: z.literal('install'), value: InstallState }),
  z.object({ is: z.literal('actionRow'), value: ActionRow }),
  z.object({ is: z.literal('connectivity'), value: ConnectivityState }),
  z.object({ is: z.literal('layerRow'), value: LayerRow }),
  z.object({ is: z.literal('service'), value: ServiceState }),
  z.object({ is: z.literal('bundle'), value: BundleState }),
  z.object({ is: z.literal('history'), value: HistoryState }),
  z.object({ is: z.literal('logged'), value: LogLine }),
])
export type WizardEvent = z.infer<typeof WizardEvent>

/** Whether the agent is there; made by main, told to the renderer with the first snapshot and when it changes. */
export const AgentState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('starting') }),
  z.object({ is: z.literal('connected') }),
  z.object({ is: z.literal('ended'), failure: Failure }),
  /** The person said no to the elevation prompt. */
  z.object({ is: z.literal('consentRefused') }),
  /** Somebody started the window as administrator; the agent is not started from such a window. */
  z.object({ is: z.literal('windowElevated') }),
])
export type AgentState = z.infer<typeof AgentState>

/** What the preload script puts on `window.causeway`. */
export interface WizardBridge {
  call<C extends WizardCall>(name: C, argument: ArgumentOf<C>): Promise<ResultOf<C>>
  onEvent(listener: (event: WizardEvent) => void): () => void
  /** Calls the listener at once with the present state, then on every change. */
  onAgent(listener: (state: AgentState) => void): () => void
}

/** The handshake on the agent's pipe: the agent dials back and sends this first, within 5 seconds. */
export const AgentHello = z.object({ version: z.string(), token: z.string().min(32).max(128), pid: z.number().int() })
export type AgentHello = z.infer<typeof AgentHello>

/**
 * Messages on the agent's pipe: JSON-RPC 2.0 as `vscode-jsonrpc` frames it. Requests are named as `agentCalls` and carry one
 * argument object (`ParameterStructures.byName`); a refusal is a `ResponseError` whose `data` is `{ code: ErrorCode }`.
 */
export const agentPipe = {
  /** Notification, agent to window, the first message: `AgentHello`. */
  hello: 'causeway/hello',
  /** Notification, agent to window: one `WizardEvent`. */
  event: 'causeway/event',
} as const

/**
 * Where and with what the agent dials back: one line of JSON. The agent is started with `--invitation -` and reads it from
 * standard input, or with `--invitation FILE` (an elevated start has no standard input) and deletes the file after reading.
 * Its other options are `--server PROFILE --connection-file FILE --state DIR --address URL`, each optional.
 */
export const AgentInvitation = z.object({ pipe: z.string().min(1).max(1000), token: z.string().min(32).max(128) })
export type AgentInvitation = z.infer<typeof AgentInvitation>

/** Exit codes of `causeway-setup`. */
export const exitCodes = {
  done: 0,
  unexpected: 1,
  checkBlocks: 2,
  badArguments: 3,
  signInFailed: 4,
  network: 5,
  enrollmentRefused: 6,
  installRolledBack: 7,
  cancelled: 8,
  restartNeeded: 3010,
} as const
