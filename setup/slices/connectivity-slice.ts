/** Page 6 and later: the live test. Probes the layers once, then asks the service for its channel and a round trip every two seconds. */
import { setTimeout as delay } from 'node:timers/promises'
import { type ConnectivityReport, type ConnectivityState, type LayerRow, type RoundTripSample } from '../../contract/connectivity.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type EngineState } from '../engine-state.ts'
import { cloudEndpoint, diagnose, pathOf, serviceEndpoint } from '../connectivity/diagnosis.ts'
import { channel } from '../connectivity/layers/channel.ts'
import { noRoundTrip, roundTripRow, withSamples } from '../connectivity/layers/round-trip.ts'
import { type ConnectivityTarget, endpointsOf, probeEndpoints, rowOf, waitingRows } from '../connectivity/test.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Network } from '../network/network.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

export interface ConnectivityDependencies {
  readonly reader: HostReader
  readonly service: ConnectorServiceDoor
  readonly now: () => Date
  readonly network: () => Promise<Network>
  /** Absent while no control plane is known. */
  readonly target: () => ConnectivityTarget | undefined
}

type Active = Extract<ConnectivityState, { is: 'active' }>

const roundTripEveryMilliseconds = 2000
/** At the start more than one, so that a first sentence does not rest on one sample. */
const firstRoundTrips = 3
/** After a loss the layers are tried again, but not more often than this. */
const probeAgainMilliseconds = 10_000

export class ConnectivitySlice {
  readonly #state: EngineState
  readonly #dependencies: ConnectivityDependencies
  #running: { stop: AbortController; end: Promise<void> } | undefined

  constructor(state: EngineState, dependencies: ConnectivityDependencies) {
    this.#state = state
    this.#dependencies = dependencies
  }

  /** Ends with the test: when `stop` is called, or after the layers where no service is installed. */
  async start(): Promise<void> {
    await this.stop()
    const target = this.#dependencies.target()
    if (target === undefined) {
      this.#state.publish({ is: 'connectivity', value: { is: 'idle' } })
      return
    }
    const stop = new AbortController()
    const end = this.#run(target, stop.signal)
    this.#running = { stop, end }
    await end
  }

  async stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    running?.stop.abort()
    await running?.end
  }

  report(): Result<{ text: string }> {
    const { connectivity } = this.#state.snapshot
    if (connectivity.is === 'idle') return failed('CW3009')
    return succeeded({ text: `${JSON.stringify(this.#reportOf(connectivity), null, 2)}\n` })
  }

  #reportOf({ endpoints, rows, roundTrip, path, diagnosis }: Active): ConnectivityReport {
    const { machineName: name, system, simulated, profile } = this.#state.snapshot.server
    const server = { name, system, simulated, ...(profile === undefined ? {} : { profile }) }
    return {
      schema: 'causeway.connectivity-report/1',
      server,
      at: this.#dependencies.now().toISOString(),
      endpoints,
      rows,
      roundTrip,
      path,
      diagnosis,
    }
  }

  async #run(target: ConnectivityTarget, signal: AbortSignal): Promise<void> {
    const { now, reader, network } = this.#dependencies
    const endpoints = endpointsOf(target).map(({ name, role }) => ({ name, role }))
    this.#publish(target, {
      is: 'active',
      startedAt: now().toISOString(),
      endpoints,
      rows: waitingRows(endpoints, target.installed),
      roundTrip: noRoundTrip,
      path: [],
      diagnosis: { is: 'testing' },
    })
    const probe = async () =>
      probeEndpoints({ reader, network: await network(), target, signal, onRow: (row) => this.#publishRow(target, row) })
    let probing = probe()
    let probedAt = performance.now()
    if (target.installed) {
      while (!signal.aborted) {
        const came = await this.#askService(target, signal)
        if (signal.aborted) break
        if (!came && performance.now() - probedAt > probeAgainMilliseconds) {
          probedAt = performance.now()
          probing = probing.then(probe)
        }
        await delay(roundTripEveryMilliseconds, undefined, { signal }).catch(() => undefined)
      }
    }
    await probing
    const active = this.#active()
    if (active !== undefined) this.#publish(target, { ...active, finishedAt: now().toISOString() })
  }

  /** Whether the round trip came back. */
  async #askService(target: ConnectivityTarget, signal: AbortSignal): Promise<boolean> {
    const { service, now } = this.#dependencies
    const status = await service.status(signal)
    if (signal.aborted) return false
    this.#publishRow(target, rowOf(serviceEndpoint, 'channel', channel(status)))
    const before = this.#active()
    if (!status.ok || before === undefined) {
      this.#publishRow(target, rowOf(cloudEndpoint, 'roundTrip', { state: 'notTried' }))
      return this.#publishSamples(target, [], 0, '')
    }
    const answer = await service.echo(before.roundTrip.sent === 0 ? firstRoundTrips : 1, signal)
    if (signal.aborted) return false
    const samples: RoundTripSample[] = answer.ok && answer.value.samples.length > 0 ? answer.value.samples : [{ at: now().toISOString() }]
    const reconnects = status.value.sessions.reduce((sum, session) => sum + session.reconnects, 0)
    return this.#publishSamples(
      target,
      samples,
      reconnects,
      answer.ok ? 'lost' : `${answer.failure.code} ${answer.failure.detail ?? ''}`.trim(),
    )
  }

  #publishSamples(target: ConnectivityTarget, samples: readonly RoundTripSample[], reconnects: number, reason: string): boolean {
    const active = this.#active()
    if (active === undefined) return false
    // Without a service there is no sample at all: an old one must not go on saying that it works.
    const roundTrip =
      samples.length === 0
        ? { ...active.roundTrip, samples: [...active.roundTrip.samples, { at: this.#dependencies.now().toISOString() }].slice(-120) }
        : withSamples(active.roundTrip, samples, reconnects)
    const row = rowOf(cloudEndpoint, 'roundTrip', roundTripRow(roundTrip, reason))
    const rows = samples.length === 0 ? active.rows : active.rows.map((other) => (other.layer === 'roundTrip' ? row : other))
    this.#publish(target, { ...active, roundTrip, rows })
    return samples.at(-1)?.milliseconds !== undefined
  }

  #active(): Active | undefined {
    const { connectivity } = this.#state.snapshot
    return connectivity.is === 'active' ? connectivity : undefined
  }

  #publishRow(target: ConnectivityTarget, row: LayerRow): void {
    this.#state.publish({ is: 'layerRow', value: row })
    const active = this.#active()
    if (active === undefined) return
    const next = this.#judged(target, active)
    if (JSON.stringify(next.diagnosis) !== JSON.stringify(active.diagnosis) || JSON.stringify(next.path) !== JSON.stringify(active.path))
      this.#state.publish({ is: 'connectivity', value: next })
  }

  #publish(target: ConnectivityTarget, value: Active): void {
    this.#state.publish({ is: 'connectivity', value: this.#judged(target, value) })
  }

  #judged({ machineName, installed }: ConnectivityTarget, active: Active): Active {
    const facts = { machineName, installed, endpoints: active.endpoints, rows: active.rows, roundTrip: active.roundTrip }
    const diagnosis = diagnose(facts)
    return { ...active, diagnosis, path: pathOf(facts, diagnosis) }
  }
}
