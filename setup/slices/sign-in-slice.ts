/** Page 2: which control plane, and who signs in there. Holds the only copy of the access, in memory. */
import { type ConnectionFile } from '../../contract/connection-file.ts'
import { type Failure, failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type SignInState } from '../../contract/enrollment.ts'
import { type Secret } from '../../contract/secret.ts'
import { type EngineState } from '../engine-state.ts'
import { type ControlPlaneClient } from '../enrollment/control-plane-client.ts'
import { type ControlPlane, discover, summaryOf } from '../enrollment/discovery.ts'
import { type HttpDoor } from '../enrollment/http-door.ts'
import { signIn, type SignInPrompt } from '../enrollment/sign-in.ts'
import { openTokenAccess, type TokenAccess } from '../enrollment/token-access.ts'

/** Whatever authorizes calls now. */
export type Access =
  | { is: 'person'; client: ControlPlaneClient; expiresAt: Date; organization: { id: string; name: string }; mayCreate: boolean }
  | { is: 'token'; client: ControlPlaneClient; inspection: TokenAccess['inspection'] }

export interface SignInDependencies {
  readonly version: string
  readonly now: () => Date
  readonly connectionFile: ConnectionFile | undefined
  /** A new door for each control plane: trust and proxy belong to it. */
  readonly openDoor: () => Promise<HttpDoor>
  readonly machineName: () => { name: string; operatingSystem: string; domain?: string | undefined }
  /** True when a browser was started. The agent answers false: the window opens the short address itself. */
  readonly openBrowser: (address: string) => Promise<boolean>
}

export class SignInSlice {
  readonly #state: EngineState
  readonly #dependencies: SignInDependencies
  #door: HttpDoor | undefined
  #controlPlane: ControlPlane | undefined
  #access: Access | undefined
  #attempt: AbortController | undefined
  #expiry: NodeJS.Timeout | undefined

  constructor(state: EngineState, dependencies: SignInDependencies) {
    this.#state = state
    this.#dependencies = dependencies
  }

  get controlPlane(): ControlPlane | undefined {
    return this.#controlPlane
  }

  /** `CW5001` when nobody is signed in or the ten minutes of the token are over. */
  access(): Result<Access> {
    const access = this.#access
    if (access === undefined || (access.is === 'person' && access.expiresAt <= this.#dependencies.now())) return failed('CW5001')
    return succeeded(access)
  }

  async discover(address: string): Promise<Result<Record<string, never>>> {
    const attempt = this.#begin()
    await this.#forget()
    this.#publish({ is: 'discovering', address })
    const door = await this.#dependencies.openDoor()
    this.#door = door
    const found = await discover(address, door, this.#dependencies.version, attempt.signal)
    if (attempt.signal.aborted) return failed('CW2011')
    if (!found.ok) {
      this.#publish({ is: 'addressNeeded', address, failure: found.failure })
      return found
    }
    this.#controlPlane = found.value
    this.#publish({ is: 'ready', controlPlane: summaryOf(found.value) })
    return succeeded({})
  }

  async changeAddress(): Promise<void> {
    const address = this.#controlPlane?.address
    await this.#forget()
    this.#controlPlane = undefined
    this.#publish({ is: 'addressNeeded', ...(address === undefined ? {} : { address }) })
  }

  /** Returns when the person can act; the outcome arrives as an event. */
  async start(method: 'browser' | 'device'): Promise<Result<Record<string, never>>> {
    const controlPlane = this.#controlPlane
    const door = this.#door
    if (controlPlane === undefined || door === undefined) return failed('CW2001', { address: '' })
    const attempt = this.#begin()
    const { machineName, now, connectionFile } = this.#dependencies
    const { name, operatingSystem, domain } = machineName()
    return new Promise((resolve) => {
      const outcome = signIn(
        method,
        {
          controlPlane,
          door,
          machine: { name, operatingSystem: operatingSystem.slice(0, 120), ...(domain === undefined ? {} : { domain }) },
          organization: connectionFile?.organization,
          now,
          prompt: (prompt) => {
            this.#waiting(controlPlane, prompt)
            resolve(succeeded({}))
          },
        },
        attempt.signal,
      )
      void outcome.then((result) => {
        if (!result.ok) {
          if (this.#attempt === attempt) this.#ready(result.failure)
          resolve(result)
          return
        }
        if (this.#attempt !== attempt) return
        const { account, expiresAt, client, mayCreate } = result.value
        this.#access = {
          is: 'person',
          client,
          expiresAt,
          mayCreate,
          organization: { id: account.organizationId, name: account.organization },
        }
        this.#publish({ is: 'signedIn', controlPlane: summaryOf(controlPlane), account, expiresAt: expiresAt.toISOString() })
        this.#expiry = setTimeout(() => this.#expire(), Math.max(0, expiresAt.getTime() - now().getTime())).unref()
        resolve(succeeded({}))
      })
    })
  }

  cancel(): void {
    this.#attempt?.abort()
  }

  async signOut(): Promise<void> {
    this.#begin()
    this.#access = undefined
    if (this.#controlPlane !== undefined) this.#ready()
  }

  /** Unattended: a one-time token takes the place of a person. */
  async useToken(token: Secret, signal: AbortSignal): Promise<Result<Access>> {
    if (this.#controlPlane === undefined || this.#door === undefined) return failed('CW2001', { address: '' })
    if (!this.#controlPlane.discovery.signInMethods.includes('token')) return failed('CW2014', { method: 'token' })
    const opened = await openTokenAccess(this.#controlPlane, this.#door, token, signal)
    if (!opened.ok) return opened
    const { organization } = opened.value.inspection
    const expected = this.#dependencies.connectionFile?.organization
    if (expected !== undefined && expected.id !== organization.id)
      return failed('CW2016', { expected: expected.name, found: organization.name })
    this.#access = { is: 'token', ...opened.value }
    return succeeded(this.#access)
  }

  async close(): Promise<void> {
    this.#attempt?.abort()
    await this.#forget()
  }

  #begin(): AbortController {
    this.#attempt?.abort()
    this.#attempt = new AbortController()
    return this.#attempt
  }

  #waiting(controlPlane: ControlPlane, prompt: SignInPrompt): void {
    const shared = { is: 'waiting' as const, controlPlane: summaryOf(controlPlane), expiresAt: prompt.expiresAt.toISOString() }
    if (prompt.method === 'device') {
      const { words, userCode, verificationAddress } = prompt
      this.#publish({
        ...shared,
        method: 'device',
        ...(words === undefined ? {} : { words }),
        userCode,
        verificationAddress,
        browserOpened: false,
      })
      return
    }
    const { words, shortAddress } = prompt
    const waiting = { ...shared, method: 'browser' as const, words, shortAddress }
    this.#publish({ ...waiting, browserOpened: false })
    void this.#dependencies.openBrowser(shortAddress).then((browserOpened) => {
      const { signIn: present } = this.#state.snapshot
      if (browserOpened && present.is === 'waiting' && present.shortAddress === shortAddress) this.#publish({ ...waiting, browserOpened })
    })
  }

  #expire(): void {
    if (this.#access?.is !== 'person') return
    this.#access = undefined
    if (this.#state.snapshot.install.is !== 'installed') this.#ready(failed('CW5001').failure)
  }

  #ready(failure?: Failure): void {
    if (this.#controlPlane === undefined) return
    this.#publish({ is: 'ready', controlPlane: summaryOf(this.#controlPlane), ...(failure === undefined ? {} : { failure }) })
  }

  async #forget(): Promise<void> {
    clearTimeout(this.#expiry)
    this.#access = undefined
    const door = this.#door
    this.#door = undefined
    await door?.close()
  }

  #publish(value: SignInState): void {
    this.#state.publish({ is: 'signIn', value })
  }
}
