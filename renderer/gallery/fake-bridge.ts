import { succeeded } from '../../contract/error-codes.ts'
import { LocationId } from '../../contract/ids.ts'
import { type InstallPlan } from '../../contract/install-plan.ts'
import {
  type AgentState,
  type ArgumentOf,
  type ResultOf,
  type WizardBridge,
  type WizardCall,
  type WizardEvent,
  type WizardSnapshot,
} from '../../contract/wizard-api.ts'
import { type Language } from '../../contract/wording/languages.ts'

type Answers = { [C in WizardCall]: (argument: ArgumentOf<C>) => ResultOf<C> | Promise<ResultOf<C>> }

export type FakeAnswers = Partial<Answers>

export interface FakeBridge extends WizardBridge {
  /** Every call, in order; `snapshot` and `preferences`, which every window makes at its start, are left out. */
  readonly calls: { name: WizardCall; argument: unknown }[]
  /** Sends an event to the window. */
  tell: (event: WizardEvent) => void
  tellAgent: (state: AgentState) => void
}

const done = () => succeeded({})
const nothing = () => ({})

const plan: InstallPlan = {
  connectorName: 'MUC-CONN-02',
  locationName: 'Munich',
  organizationName: 'Contoso',
  actions: [{ name: 'programFolder', values: {}, changes: [], weight: 100, cancellable: true }],
  expectedSeconds: 40,
}

/** A stand-in for the window's own process: holds a snapshot, notes every call, answers as `answers` says or that all went well. */
export function fakeBridge(
  snapshot: WizardSnapshot,
  {
    language = 'en',
    agent = { is: 'connected' },
    answers = {},
  }: { language?: Language; agent?: AgentState; answers?: Partial<Answers> } = {},
): FakeBridge {
  const all: Answers = {
    snapshot: () => snapshot,
    runChecks: nothing,
    cancelChecks: nothing,
    fixCheck: done,
    undoFix: done,
    overrideCheck: done,
    withdrawOverride: nothing,
    discover: done,
    changeAddress: nothing,
    startSignIn: done,
    cancelSignIn: nothing,
    signOut: nothing,
    loadLocations: nothing,
    createLocation: ({ name }) => succeeded({ id: LocationId.parse('loc_gallery000000000'), name, connectors: [] }),
    choose: () => succeeded(snapshot.plan ?? plan),
    parametersFile: () => succeeded({ text: '{}\n' }),
    startInstall: done,
    cancelInstall: done,
    resumeInstall: done,
    undoInstall: done,
    agreeToGoOn: done,
    lookOver: () => succeeded([]),
    repair: done,
    enrollAgain: done,
    startConnectivity: done,
    retestLayer: done,
    measureThroughput: done,
    compareWithLastGood: () => succeeded({ differences: [] }),
    connectivityPage: () => succeeded({ text: '<!doctype html>\n' }),
    stopConnectivity: nothing,
    connectivityReport: () => succeeded({ text: '{}\n' }),
    networkRequest: () => succeeded({ text: 'request\n' }),
    refreshService: nothing,
    loadHistory: nothing,
    startService: done,
    stopService: done,
    restartService: done,
    uninstall: done,
    readLogs: () => ({ entries: [], cursor: 'c', sources: [] }),
    logsText: () => succeeded({ text: '' }),
    settings: () => succeeded({ settings: { proxy: { is: 'direct' as const }, logLevel: 'info' as const }, relays: [], proxies: [] }),
    tryProxy: () => succeeded({ milliseconds: 12 }),
    labels: () => succeeded({ labels: [] }),
    changeLabels: ({ labels }) => succeeded({ labels }),
    changeSettings: done,
    useProxy: done,
    collectBundle: nothing,
    bundleFile: () => succeeded({ text: '' }),
    bundleArchive: () => succeeded({ name: 'bundle.zip', base64: '', sha256: '' }),
    openLink: done,
    copyText: nothing,
    saveText: () => succeeded({ is: 'cancelled' as const }),
    saveBundle: () => succeeded({ is: 'cancelled' as const }),
    preferences: () => ({ language, theme: 'light' }),
    setLanguage: nothing,
    closeWindow: nothing,
    restartAgent: done,
    continueReadOnly: done,
    ...answers,
  }
  const listeners = new Set<(event: WizardEvent) => void>()
  const agentListeners = new Set<(state: AgentState) => void>()
  const calls: FakeBridge['calls'] = []
  return {
    calls,
    tell: (event) => listeners.forEach((listener) => listener(event)),
    tellAgent: (state) => agentListeners.forEach((listener) => listener(state)),
    call: async (name, argument) => {
      if (name !== 'snapshot' && name !== 'preferences') calls.push({ name, argument })
      return all[name](argument)
    },
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onAgent: (listener) => {
      agentListeners.add(listener)
      listener(agent)
      return () => agentListeners.delete(listener)
    },
  }
}
