/**
 * The setup engine: everything the wizard does, without a window. Owns the snapshot, answers every call of `agentCalls`,
 * and tells what changed. The agent and the command line run the same one.
 */
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { CodedError, type Failure, failed, type Result, succeeded } from '../contract/error-codes.ts'
import { dataFolderFiles } from '../contract/local-status-api.ts'
import { type Secret } from '../contract/secret.ts'
import {
  type AgentCall,
  agentCalls,
  type ArgumentOf,
  type ParsedArgumentOf,
  type ResultOf,
  type WizardEvent,
  type WizardSnapshot,
} from '../contract/wizard-api.ts'
import { namedProxy } from '../connector/way-out/proxy-choice.ts'
import { type Address } from '../connector/way-out/address.ts'
import { CheckSession } from './checks/check-session.ts'
import { FixRecords } from './checks/fix-records.ts'
import { ChoiceSlice } from './slices/choice-slice.ts'
import { ConnectivitySlice } from './slices/connectivity-slice.ts'
import { LastGoodFile } from './connectivity/last-good.ts'
import { LastGoodKeeper } from './connectivity/last-good-keeper.ts'
import { type EngineDependencies } from './engine-dependencies.ts'
import { EngineState } from './engine-state.ts'
import { firstIssue } from './enrollment/discovery.ts'
import { machineFacts } from './enrollment/machine-facts.ts'
import { endRegistration } from './enrollment/registration-end.ts'
import { type UpgradeEnd } from './install/upgrade.ts'
import { type Answers, answersOf } from './engine-answers.ts'
import { EngineNetwork } from './engine-network.ts'
import { HistorySlice } from './slices/history-slice.ts'
import { InstallSlice } from './slices/install-slice.ts'
import { LabelsSlice } from './slices/labels-slice.ts'
import { LocationsSlice } from './slices/locations-slice.ts'
import { Neighbours } from './slices/neighbours.ts'
import { Observations } from './slices/observations.ts'
import { ServiceSlice } from './slices/service-slice.ts'
import { type Access, SignInSlice } from './slices/sign-in-slice.ts'
import { SettingsSlice } from './slices/settings-slice.ts'
import { SupportSlice } from './slices/support-slice.ts'

type Done = Result<Record<string, never>>

/** How long the first checks wait for the preset control plane, so that its relays are tried in the same run. */
const presetMilliseconds = 400

export class Engine {
  readonly #state: EngineState
  readonly #checks: CheckSession
  readonly #signIn: SignInSlice
  readonly #locations: LocationsSlice
  readonly #install: InstallSlice
  readonly #service: ServiceSlice
  readonly #connectivity: ConnectivitySlice
  readonly #support: SupportSlice
  readonly #lastGood: LastGoodKeeper
  readonly #network: EngineNetwork
  readonly #choice: ChoiceSlice
  readonly #answers: Answers
  #preset: Promise<unknown> = Promise.resolve()

  constructor(dependencies: EngineDependencies) {
    const { host, server, checks, service, connectionFile, now } = dependencies
    const address = dependencies.address ?? connectionFile?.controlPlane
    this.#state = new EngineState({
      server,
      ledger: { is: 'nothingChanged' },
      checks: { run: { is: 'idle' }, rows: checks.map(({ id }) => ({ id, state: { is: 'waiting' } })) },
      signIn: { is: 'addressNeeded', ...(address === undefined ? {} : { address }) },
      locations: { is: 'none' },
      install: { is: 'none' },
      connectivity: { is: 'idle' },
      service: { is: 'notInstalled' },
      bundle: { is: 'none' },
      history: { is: 'none' },
      log: [],
    })
    this.#network = new EngineNetwork(dependencies, () => this.#install.view)
    this.#signIn = new SignInSlice(this.#state, {
      version: server.version,
      now,
      connectionFile,
      openDoor: () => this.#network.openDoor(),
      machineName: () => ({ name: server.machineName, operatingSystem: server.system, domain: server.domain }),
      openBrowser: (link) => dependencies.openBrowser(link),
    })
    this.#locations = new LocationsSlice(this.#state, {
      access: () => this.#signIn.access(),
      machine: (signal) => machineFacts(host, server.version, signal),
    })
    const fixes = new FixRecords({
      path: join(dirname(dependencies.journalPath), dataFolderFiles.fixes),
      stateFolder: dependencies.stateFolder,
      now,
      changed: () => this.#install.fixed(),
    })
    this.#install = new InstallSlice(this.#state, {
      ...dependencies,
      fixes,
      enrollment: {
        enroll: async (request, signal) => {
          const access = this.#signIn.access()
          return access.ok ? access.value.client.enroll(request, signal) : access
        },
        revoke: async (registration, { api, certificateAuthorities }, signal) => {
          const door = await this.#network.openDoor(certificateAuthorities)
          try {
            return await endRegistration(registration, api, door, now, signal)
          } finally {
            await door.close()
          }
        },
      },
      proxyAccount: (id) => this.#network.accountOf(id),
      begins: () => this.#network.begin(),
      ended: () => void this.#service.refresh(),
    })
    const neighbours = new Neighbours({
      locations: async (signal) => {
        const access = this.#signIn.access()
        if (!access.ok) return access
        return access.value.is === 'person' ? access.value.client.locations(signal) : failed('CW5002')
      },
      now,
    })
    this.#service = new ServiceSlice(this.#state, host, service, neighbours)
    this.#lastGood = new LastGoodKeeper({
      file: new LastGoodFile(dependencies.stateFolder),
      now,
      snapshot: () => this.snapshot,
      log: ({ code, detail = '' }) => this.#install.log('warn', `the last good run was not stored: ${code} ${detail}`.trim()),
    })
    this.#connectivity = new ConnectivitySlice(this.#state, {
      reader: host.reader,
      now,
      service,
      network: (otherProxy) => this.#network.network(otherProxy === undefined ? undefined : namedProxy(otherProxy)),
      lastGood: this.#lastGood,
      target: () => this.#network.connectivityTarget(this.snapshot, this.#signIn.controlPlane),
    })
    this.#checks = new CheckSession({
      checks,
      writer: host.writer,
      by: server.account,
      now,
      context: async () => {
        await Promise.race([this.#preset, new Promise((resolve) => setTimeout(resolve, presetMilliseconds))])
        return { ...(await this.#network.checkContext(dependencies.surface, this.#signIn.controlPlane)), service }
      },
      onEvent: (event) => {
        this.#state.publish(event)
        if (event.is === 'checks' && event.value.run.is === 'done' && /^ready/.test(event.value.run.verdict))
          this.#lastGood.checksPassed(event.value.rows)
      },
      fixRecords: fixes,
      onFixed: (check, fix) => this.#install.log('info', `fix ${fix} made for ${check}`),
      onOverride: (check, override) =>
        this.#install.log('warn', override === undefined ? `override of ${check} withdrawn` : `${check} accepted: ${override.reason}`),
    })
    this.#support = new SupportSlice(this.#state, {
      ...dependencies,
      observations: new Observations(this.#state, this.#checks, this.#connectivity),
      refreshService: () => this.#service.refresh(),
    })
    this.#choice = new ChoiceSlice(this.#state, {
      ...dependencies,
      signIn: this.#signIn,
      locations: this.#locations,
      install: this.#install,
      network: this.#network,
    })
    this.#answers = answersOf({
      state: this.#state,
      checks: this.#checks,
      signIn: this.#signIn,
      locations: this.#locations,
      install: this.#install,
      service: this.#service,
      connectivity: this.#connectivity,
      support: this.#support,
      history: new HistorySlice(this.#state, host.reader, service),
      network: this.#network,
      labels: new LabelsSlice({ reader: host.reader, installed: () => this.#install.view?.phase.is === 'installed', service }),
      settings: new SettingsSlice({ reader: host.reader, install: this.#install, network: this.#network }),
      choice: this.#choice,
    })
  }

  get snapshot(): WizardSnapshot {
    return this.#state.snapshot
  }

  onEvent(listener: (event: WizardEvent) => void): () => void {
    return this.#state.onEvent(listener)
  }

  /** Reads what an earlier run left, looks at the service, and tries the preset address in the background. */
  async start(): Promise<void> {
    this.#install.read()
    await Promise.all([this.#install.readRestart(), this.#service.refresh()])
    const { signIn } = this.snapshot
    if (signIn.is === 'addressNeeded' && signIn.address !== undefined) this.#preset = this.#signIn.discover(signIn.address)
  }

  /** Parses the argument, answers, parses the answer. Throws `CW7007` for what does not fit. */
  async call<C extends AgentCall>(name: C, argument: ArgumentOf<C>): Promise<ResultOf<C>> {
    const parsed = agentCalls[name].argument.safeParse(argument)
    if (!parsed.success) throw new CodedError('CW7007', 'argument does not fit', { where: name, reason: firstIssue(parsed.error) })
    const answer = await this.#answers[name](parsed.data as ParsedArgumentOf<C>)
    const checked = agentCalls[name].result.safeParse(answer)
    if (!checked.success) throw new CodedError('CW7007', 'result does not fit', { where: name, reason: firstIssue(checked.error) })
    return checked.data as ResultOf<C>
  }

  /** Whether the preset address has been tried, at the latest after `patience` milliseconds. */
  async presetTried(patience = Infinity): Promise<boolean> {
    const tried = this.#preset.then(() => true)
    return patience === Infinity ? tried : Promise.race([tried, delay(patience, false, { ref: false })])
  }

  /** What the checks dial, as far as it is known by now. */
  get endpoints(): readonly Address[] {
    return this.#network.endpoints(this.#signIn.controlPlane)
  }

  /** Before `start`: the account of the proxy that this server's setting names. Fails with CW7008 when it names none. */
  async useProxyAccount(user: string, password: Secret): Promise<Done> {
    const account = await this.#network.bind({ user, password })
    if (!account.ok) return account
    this.#network.remember(account.value)
    return succeeded({})
  }

  /** Unattended: a one-time token instead of a person. */
  useToken(token: Secret): Promise<Result<Access>> {
    return this.#signIn.useToken(token, new AbortController().signal)
  }

  /** A new key and certificate for what is installed, as `choose` has settled it. */
  enrollAgain(): Promise<Done> {
    return this.#choice.enrollAsChosen()
  }

  /** To the version that came with this program: beside the one that runs, and back to it when the channel does not come up. */
  async upgrade(signal: AbortSignal): Promise<Result<UpgradeEnd>> {
    return this.#install.upgrade(signal)
  }

  /** Why nothing can be installed, undone or repaired here: `CW3006` for a damaged journal. Absent when it can. */
  get journalFailure(): Failure | undefined {
    return this.#install.journalFailure
  }

  /** Whether an interrupted installation has not enrolled yet, so that finishing it needs somebody signed in. */
  get needsSignIn(): boolean {
    return this.#choice.needsSignIn
  }

  /** Why the last work on the machine did not end as it should; absent when it did. Waits for its end. */
  async installEnd(): Promise<Failure | undefined> {
    return (await this.#install.settled())?.failure
  }

  /** Ends everything; an action of an installation at work is finished first, so that the journal is true. */
  async close(): Promise<void> {
    this.#support.close()
    await Promise.all([this.#checks.cancel(), this.#connectivity.stop(), this.#install.halt()])
    await this.#signIn.close()
  }
}
