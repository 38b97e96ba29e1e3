/** The connector's sessions: four on two relays, two when there is one relay; of each pair one interactive, one bulk. */
import { createHash } from 'node:crypto'
import { type Carrier, type Purpose } from '../../contract/channel.ts'
import { type Relay } from '../../contract/control-plane-api.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type SessionStatus } from '../../contract/local-status-api.ts'
import { type Dialler } from './dial.ts'
import { type SessionServices } from './session.ts'
import { Slot } from './slot.ts'

const purposes: readonly Purpose[] = ['interactive', 'bulk']
/** Milliseconds over which the first dials are spread; the very first is made at once. The channel is healthy after the last. */
const firstJitter = 200

export interface PoolOptions {
  readonly dialler: Dialler
  readonly relays: readonly Relay[]
  /** The carrier to begin with; the other is tried when something in between does not let it through. */
  readonly carrier?: Carrier
  readonly services: SessionServices
  readonly random: () => number
  readonly changed: () => void
  /** The relay refused for good (CW4003, CW4004). The owner decides, by `enrollAgain`. */
  readonly ended: (failure: Failure) => void
  readonly log: (values: object, message: string) => void
}

/** Relays in this connector's own order (rendezvous hashing), so that connectors spread evenly and each returns to its own. */
export const relayOrder = (connectorId: string, relays: readonly Relay[]): Relay[] => {
  const weight = ({ name }: Relay) => createHash('sha256').update(`${connectorId} ${name}`).digest('hex')
  return relays
    .map((relay) => ({ relay, weight: weight(relay) }))
    .sort((a, b) => a.weight.localeCompare(b.weight))
    .map(({ relay }) => relay)
}

export type PoolHealth =
  { readonly is: 'starting' | 'healthy' | 'degraded' | 'down' } | { readonly is: 'enrollAgain'; readonly failure: Failure }

export class Pool {
  readonly #options: PoolOptions
  readonly #slots: readonly Slot[]
  #final: Failure | undefined
  #hasTried = false

  constructor(options: PoolOptions) {
    this.#options = options
    const order = relayOrder(options.dialler.connectorId, options.relays)
    this.#slots = order.slice(0, 2).flatMap((relay) => purposes.map((purpose) => this.#slot(relay, order, purpose)))
  }

  #slot(relay: Relay, order: readonly Relay[], purpose: Purpose): Slot {
    const { dialler, services, random, log, carrier = 'causeway' } = this.#options
    // Besides its own relay a slot may only go to those that are nobody's own, or both pairs would end on one relay.
    const spare = order.slice(2)
    return new Slot({
      dialler,
      services,
      purpose,
      carrier,
      relays: [relay, ...spare],
      random,
      log,
      changed: () => this.#changed(),
      enrollAgain: (failure) => this.#options.ended(failure),
    })
  }

  #changed(): void {
    this.#hasTried ||= this.#slots.some(({ status }) => status.state === 'open' || status.lastFailure !== undefined)
    this.#options.changed()
  }

  start(): void {
    for (const [index, slot] of this.#slots.entries()) slot.dialIn(index === 0 ? 0 : this.#options.random() * firstJitter)
  }

  get sessions(): SessionStatus[] {
    return this.#slots.map((slot) => slot.status)
  }

  get health(): PoolHealth {
    if (this.#final !== undefined) return { is: 'enrollAgain', failure: this.#final }
    const open = this.#slots.filter(({ status }) => status.state === 'open').length
    if (open === this.#slots.length) return { is: 'healthy' }
    if (open > 0) return { is: 'degraded' }
    return { is: this.#hasTried ? 'down' : 'starting' }
  }

  /** Ends all sessions and dials no more: the certificate is expired, revoked or another machine's. */
  enrollAgain(failure: Failure): void {
    if (this.#final !== undefined) return
    this.#final = failure
    for (const slot of this.#slots) slot.stop()
    this.#options.log({ code: failure.code, values: failure.values }, 'enroll again')
    this.#options.changed()
  }

  reconnect(): void {
    for (const slot of this.#slots) slot.reconnect()
  }

  drain(): void {
    for (const slot of this.#slots) slot.drain()
  }

  stop(): void {
    for (const slot of this.#slots) slot.stop()
  }
}
