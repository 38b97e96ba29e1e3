/** Page 3's decision, and what follows from it: the plan, its parameters file, and work that somebody has to be signed in for. */
import { type ConnectionFile } from '../../contract/connection-file.ts'
import { type EnrollmentChoice } from '../../contract/enrollment.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type InstallPlan } from '../../contract/install-plan.ts'
import { type ResultOf, type ServerIdentity } from '../../contract/wizard-api.ts'
import { blockingCheck } from '../check-report.ts'
import { type EngineNetwork } from '../engine-network.ts'
import { type EngineState } from '../engine-state.ts'
import { type InstallInputs } from '../install/inputs.ts'
import { installInputs, parametersFileFor } from '../install-choice.ts'
import { type InstallSlice } from './install-slice.ts'
import { type LocationsSlice } from './locations-slice.ts'
import { type SignInSlice } from './sign-in-slice.ts'

export interface ChoiceDependencies {
  readonly server: ServerIdentity
  readonly connectionFile?: ConnectionFile | undefined
  /** Where the connection file lies, for the parameters file. */
  readonly connectionFilePath?: string | undefined
  readonly signIn: Pick<SignInSlice, 'access' | 'controlPlane'>
  readonly locations: Pick<LocationsSlice, 'settle' | 'load' | 'clear'>
  readonly install: Pick<InstallSlice, 'view' | 'plan' | 'start' | 'resume' | 'enrollAgain'>
  readonly network: Pick<EngineNetwork, 'serviceInputs' | 'wanted'>
}

type Done = Result<Record<string, never>>

export class ChoiceSlice {
  readonly #state: EngineState
  readonly #dependencies: ChoiceDependencies
  #inputs: InstallInputs | undefined

  constructor(state: EngineState, dependencies: ChoiceDependencies) {
    this.#state = state
    this.#dependencies = dependencies
  }

  async choose(choice: EnrollmentChoice): Promise<Result<InstallPlan>> {
    const { signIn, locations, install, network, server, connectionFile } = this.#dependencies
    const access = signIn.access()
    if (!access.ok) return access
    const { controlPlane } = signIn
    if (controlPlane === undefined) return failed('CW2001', { address: '' })
    const location = locations.settle(choice)
    if (!location.ok) return location
    const organization = access.value.is === 'token' ? access.value.inspection.organization : access.value.organization
    const inputs = installInputs({
      controlPlane,
      organization,
      choice,
      locationName: location.value.name,
      certificateAuthorities: connectionFile?.certificateAuthorities ?? [],
      way: await network.serviceInputs(),
      simulated: server.simulated,
      by: server.account,
      rows: this.#state.snapshot.checks.rows,
    })
    if (!inputs.ok) return inputs
    this.#inputs = inputs.value
    const plan = install.plan(inputs.value)
    this.#state.publish({ is: 'choice', value: choice })
    this.#state.publish({ is: 'plan', value: plan })
    return succeeded(plan)
  }

  /** Another control plane or another person: what was chosen is no longer theirs. */
  forget(): void {
    this.#inputs = undefined
    this.#dependencies.locations.clear()
    this.#state.publish({ is: 'choice' })
    this.#state.publish({ is: 'plan' })
  }

  parametersFile(): ResultOf<'parametersFile'> {
    const { connectionFilePath, network } = this.#dependencies
    if (this.#inputs === undefined) return failed('CW2024')
    return succeeded({ text: parametersFileFor(this.#inputs, connectionFilePath, network.wanted) })
  }

  async startInstall(): Promise<Done> {
    const { run, rows } = this.#state.snapshot.checks
    const inputs = this.#inputs
    if (inputs === undefined) return failed('CW2024')
    if (run.is !== 'done' || run.verdict === 'blocked' || run.verdict === 'unknown') {
      return failed('CW3001', { check: blockingCheck(rows) })
    }
    const access = this.#dependencies.signIn.access()
    if (!access.ok) return access
    const overrides = rows.flatMap(({ id, override }) => (override === undefined ? [] : [{ check: id, override }]))
    return this.#dependencies.install.start({ ...inputs, overrides })
  }

  /** Whether an interrupted installation has not enrolled yet, so that finishing it needs somebody signed in. */
  get needsSignIn(): boolean {
    return this.#dependencies.install.view?.actions.get('enroll')?.facts['connectorId'] === undefined
  }

  async resume(): Promise<Done> {
    if (this.needsSignIn) {
      const access = this.#dependencies.signIn.access()
      if (!access.ok) return access
    }
    return this.#dependencies.install.resume()
  }

  /** A new key and certificate for what is installed, where it is. */
  async enrollAgain(): Promise<Done> {
    const chosen = await this.#chooseAgain()
    return chosen.ok ? this.enrollAsChosen() : chosen
  }

  /** The same, as `choose` has settled it. */
  async enrollAsChosen(): Promise<Done> {
    return this.#inputs === undefined ? failed('CW2024') : this.#dependencies.install.enrollAgain(this.#inputs)
  }

  /** Looked up before anything is given up: a location that is gone would leave this server without any identity. */
  async #chooseAgain(): Promise<Result<InstallPlan>> {
    const { signIn, install, locations: loader } = this.#dependencies
    const { view } = install
    if (view?.phase.is !== 'installed') return failed('CW3009')
    const access = signIn.access()
    if (!access.ok) return access
    await loader.load()
    const { locations } = this.#state.snapshot
    if (locations.is === 'failed') return { ok: false, failure: locations.failure }
    if (locations.is !== 'loaded') return failed('CW2011')
    const { choice } = view.inputs
    const { seenBefore } = locations
    const moved = seenBefore !== undefined && seenBefore.locationId !== choice.locationId
    // Those that the earlier registration has may have been changed since; only where it is gone are the first ones known.
    const labels = seenBefore === undefined ? choice.labels : []
    return this.choose({ ...choice, labels, onSeenBefore: moved ? 'replaceAndMove' : 'replace' })
  }
}
