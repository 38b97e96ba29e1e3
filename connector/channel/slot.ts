/** One of the connector's places for a session: dials, holds the session, waits, dials again. */
import { type Carrier, type Purpose } from '../../contract/channel.ts'
import { type Relay } from '../../contract/control-plane-api.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type SessionStatus } from '../../contract/local-status-api.ts'
import { BackOff } from './back-off.ts'
import { dial, type Dialled, type Dialler } from './dial.ts'
import { ConnectorSession, type SessionServices } from './session.ts'

/** Failures on one relay before the slot tries another one. */
const patience = 3
/** Milliseconds for the relay to send the configuration after the switch. */
const settleTimeout = 15_000

export interface SlotOptions {
  readonly dialler: Dialler
  readonly services: SessionServices
  readonly purpose: Purpose
  readonly carrier: Carrier
  /** Relays in this slot's order of preference; the first is its own. */
  readonly relays: readonly [Relay, ...Relay[]]
  readonly random: () => number
  /** Something in `status` changed. */
  readonly changed: () => void
  /** The relay said that this certificate may not come back: CW4003, CW4004. */
  readonly enrollAgain: (failure: Failure) => void
  readonly log: (values: object, message: string) => void
}

const isFinal = ({ code }: Failure): boolean => code === 'CW4003' || code === 'CW4004'

export class Slot {
  readonly #options: SlotOptions
  readonly #backOff: BackOff
  readonly #draining = new Set<ConnectorSession>()
  #session: ConnectorSession | undefined
  #timer: NodeJS.Timeout | undefined
  #relay: Relay
  #carrier: Carrier
  #state: SessionStatus['state'] = 'waiting'
  #since: number
  #ping: number | undefined
  #reconnects = 0
  #failures = 0
  #window = 0
  #lastFailure: Failure | undefined
  #lastReconnect: SessionStatus['lastReconnect']
  #inspectedBy: string | undefined
  #nextAttemptAt: number | undefined
  #stopped = false

  constructor(options: SlotOptions) {
    this.#options = options
    this.#backOff = new BackOff(options.random)
    this.#relay = options.relays[0]
    this.#carrier = options.carrier
    this.#since = options.dialler.now()
  }

  get status(): SessionStatus {
    const iso = (at: number) => new Date(at).toISOString()
    return {
      relay: this.#relay.name,
      purpose: this.#options.purpose,
      carrier: this.#carrier,
      state: this.#state,
      since: iso(this.#since),
      reconnects: this.#reconnects,
      ...(this.#ping === undefined ? {} : { ping: this.#ping }),
      ...(this.#lastReconnect === undefined ? {} : { lastReconnect: this.#lastReconnect }),
      ...(this.#lastFailure === undefined ? {} : { lastFailure: this.#lastFailure }),
      ...(this.#inspectedBy === undefined ? {} : { inspectedBy: this.#inspectedBy }),
      ...(this.#nextAttemptAt === undefined ? {} : { nextAttemptAt: iso(this.#nextAttemptAt) }),
    }
  }

  /** Dials after that many milliseconds, or at once when it was waiting longer. Nothing happens while a session is open. */
  dialIn(milliseconds: number): void {
    if (this.#stopped || this.#state === 'connecting' || this.#state === 'open') return
    clearTimeout(this.#timer)
    this.#nextAttemptAt = this.#options.dialler.now() + milliseconds
    this.#timer = setTimeout(() => void this.#dial(), milliseconds)
    this.#enter('waiting')
  }

  /** Somebody asked to dial now. */
  reconnect(): void {
    this.#backOff.reset()
    this.dialIn(0)
  }

  #enter(state: SessionStatus['state']): void {
    if (state !== this.#state) this.#since = this.#options.dialler.now()
    this.#state = state
    this.#options.changed()
  }

  async #dial(): Promise<void> {
    this.#nextAttemptAt = undefined
    this.#enter('connecting')
    const dialled = await dial(this.#options.dialler, this.#relay.url, this.#options.purpose, this.#carrier)
    if (!dialled.ok) {
      this.#failed(dialled.failure)
      return
    }
    if (this.#stopped) return void dialled.value.stream.destroy()
    this.#inspectedBy = dialled.value.inspectedBy
    this.#window = dialled.value.reconnectWindow
    this.#hold(dialled.value)
  }

  #hold(dialled: Dialled): void {
    const { dialler, purpose, services, log } = this.#options
    let openedAt: number | undefined
    const session: ConnectorSession = new ConnectorSession(dialled, purpose, services, {
      open: () => {
        if (openedAt !== undefined || this.#session !== session) return
        clearTimeout(settle)
        openedAt = dialler.now()
        this.#failures = 0
        this.#lastFailure = undefined
        log({ relay: dialled.relay, purpose, carrier: this.#carrier, inspectedBy: dialled.inspectedBy }, 'session open')
        this.#enter('open')
      },
      draining: () => {
        if (this.#session !== session) return
        this.#draining.add(session)
        this.#session = undefined
        this.#reconnecting({ code: 'CW5022', values: {} })
        log({ relay: dialled.relay, purpose }, 'relay asks to go elsewhere')
        this.#enter('draining')
        this.#rotate()
        this.dialIn(this.#options.random() * Math.max(1, this.#window) * 1000)
      },
      ping: (milliseconds) => {
        if (this.#session !== session) return
        this.#ping = milliseconds
        this.#options.changed()
      },
      reconnectWindow: (seconds) => {
        this.#window = seconds
      },
      closed: (reason) => {
        clearTimeout(settle)
        this.#draining.delete(session)
        if (this.#session === session) this.#lost(reason, openedAt)
      },
    })
    this.#session = session
    const settle = setTimeout(() => session.end('the relay sent no configuration'), settleTimeout)
  }

  #lost(reason: string, openedAt: number | undefined): void {
    this.#session = undefined
    this.#ping = undefined
    if (this.#stopped) return
    if (openedAt === undefined) {
      this.#failed({ code: 'CW4006', values: { relay: this.#relay.name, reason } })
      return
    }
    this.#lastFailure = { code: 'CW4006', values: { relay: this.#relay.name, reason } }
    this.#reconnecting(this.#lastFailure)
    this.#options.log({ relay: this.#relay.name, purpose: this.#options.purpose, reason }, 'session lost')
    this.#enter('waiting')
    this.dialIn(this.#backOff.lost(this.#options.dialler.now() - openedAt, this.#window))
  }

  #reconnecting(why: Failure): void {
    this.#reconnects += 1
    this.#lastReconnect = { at: new Date(this.#options.dialler.now()).toISOString(), why }
  }

  #failed(failure: Failure): void {
    if (this.#stopped) return
    this.#lastFailure = failure
    this.#failures += 1
    this.#options.log(
      { relay: this.#relay.name, purpose: this.#options.purpose, carrier: this.#carrier, code: failure.code, values: failure.values },
      'relay not reached',
    )
    this.#enter('waiting')
    if (isFinal(failure)) {
      this.#options.enrollAgain(failure)
      return
    }
    // What lies between may pass only one of the two; the relay's own refusal would be the same on both.
    if (failure.code === 'CW4006') this.#carrier = this.#carrier === 'websocket' ? 'causeway' : 'websocket'
    if (this.#failures % patience === 0) this.#rotate()
    this.dialIn(this.#backOff.failed())
  }

  #rotate(): void {
    const { relays } = this.#options
    this.#relay = relays[(relays.indexOf(this.#relay) + 1) % relays.length] ?? relays[0]
  }

  /** Lets open streams end, then closes; dials no more. */
  drain(): void {
    this.#halt()
    this.#session?.drain()
  }

  stop(): void {
    this.#halt()
    for (const session of [...this.#draining, ...(this.#session === undefined ? [] : [this.#session])]) session.end('stopped')
  }

  #halt(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#nextAttemptAt = undefined
    this.#enter('stopped')
  }
}
