/** Page 6 and later: the live test. Probes the layers once, then asks the service for its channel and a round trip every two seconds. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Comparison } from '../../contract/comparison.ts'
import {
  type ConnectivityReport,
  type ConnectivityState,
  type Layer,
  type LayerRow,
  type RoundTripSample,
  type Throughput,
  throughputLimits,
} from '../../contract/connectivity.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type EngineState } from '../engine-state.ts'
import { cloudEndpoint, findings, serviceEndpoint } from '../connectivity/diagnosis.ts'
import { htmlReport } from '../connectivity/html-report.ts'
import { type LastGoodKeeper } from '../connectivity/last-good-keeper.ts'
import { channel } from '../connectivity/layers/channel.ts'
import { noRoundTrip, roundTripRow, withSamples } from '../connectivity/layers/round-trip.ts'
import { pathOf } from '../connectivity/path.ts'
import { type ConnectivityTarget, endpointsOf, isProbed, probeEndpoints, rowOf, waitingRows } from '../connectivity/test.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Network } from '../network/network.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

export interface ConnectivityDependencies {
  readonly reader: HostReader
  readonly service: ConnectorServiceDoor
  readonly now: () => Date
  /** Through the service's proxy unless another one is said. */
  readonly network: (otherProxy?: string) => Promise<Network>
  readonly lastGood: LastGoodKeeper
  /** Absent while no control plane is known. */
  readonly target: () => ConnectivityTarget | undefined
}

type Active = Extract<ConnectivityState, { is: 'active' }>

const roundTripEveryMilliseconds = 2000
/** At the start more than one, so that a first sentence does not rest on one sample. */
const firstRoundTrips = 3

const lostSamples = (count: number, at: Date): RoundTripSample[] => Array.from({ length: count }, () => ({ at: at.toISOString() }))
/** After a loss the layers are tried again, but not more often than this. */
const probeAgainMilliseconds = 10_000

export class ConnectivitySlice {
  readonly #state: EngineState
  readonly #dependencies: ConnectivityDependencies
  #running: { readonly stop: AbortController; readonly end: Promise<void> } | undefined
  /** The target of the last test, for what is asked after its end. */
  #last: { readonly target: ConnectivityTarget; readonly otherProxy: string | undefined } | undefined

  constructor(state: EngineState, dependencies: ConnectivityDependencies) {
    this.#state = state
    this.#dependencies = dependencies
  }

  /** Ends with the test: when `stop` is called, or after the layers where there is no service to ask or another proxy is tried. */
  async start(otherProxy?: string): Promise<void> {
    await this.stop()
    this.#dependencies.lastGood.begin()
    const known = this.#dependencies.target()
    // Channel and round trip are the service's own: through another proxy there are none.
    const target = known === undefined || otherProxy === undefined ? known : { ...known, installed: false }
    if (target === undefined) {
      this.#state.publish({ is: 'connectivity', value: { is: 'idle' } })
      return
    }
    const stop = new AbortController()
    const end = this.#run(target, stop.signal, otherProxy)
    this.#last = { target, otherProxy }
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

  page(language: Language): Result<{ text: string }> {
    const { connectivity } = this.#state.snapshot
    if (connectivity.is === 'idle') return failed('CW3009')
    return succeeded({ text: htmlReport(this.#reportOf(connectivity), language) })
  }

  compare(): Result<Comparison> {
    const { connectivity } = this.#state.snapshot
    if (connectivity.is === 'idle') return failed('CW3009')
    return succeeded(this.#dependencies.lastGood.compare(this.#reportOf(connectivity)))
  }

  /** Tries a layer again and those above it while they pass. Resolves when all have an answer. */
  async retest(layer: Layer, endpoint?: string): Promise<Result<Record<string, never>>> {
    const last = this.#last
    if (last === undefined || this.#active() === undefined) return failed('CW3009')
    const { target, otherProxy } = last
    const signal = this.#running?.stop.signal ?? new AbortController().signal
    if (isProbed(layer)) await this.#probe(target, signal, otherProxy, { from: layer, endpoint })
    else if (target.installed) await this.#askService(target, signal)
    return succeeded({})
  }

  /** Real bytes, as the service. One at a time; how many they will be is said before. */
  async measureThroughput(): Promise<Result<Record<string, never>>> {
    const target = this.#last?.target
    if (target === undefined || this.#active() === undefined) return failed('CW3009')
    if (this.#active()?.throughput?.is === 'running') return failed('CW5006')
    const { bytes } = throughputLimits
    const { service, now } = this.#dependencies
    const tell = (throughput: Throughput) => {
      const active = this.#active()
      if (active !== undefined) this.#publish(target, { ...active, throughput })
    }
    tell({ is: 'running', bytes, since: now().toISOString() })
    const answer = await service.throughput(bytes, new AbortController().signal)
    const at = now().toISOString()
    tell(answer.ok ? { is: 'measured', at, ...answer.value } : { is: 'failed', at, failure: answer.failure })
    return answer.ok ? succeeded({}) : answer
  }

  #reportOf({ is: _is, startedAt: _startedAt, finishedAt: _finishedAt, failure: _failure, ...shown }: Active): ConnectivityReport {
    const { machineName: name, system, simulated, profile } = this.#state.snapshot.server
    const server = { name, system, simulated, ...(profile === undefined ? {} : { profile }) }
    return { schema: 'causeway.connectivity-report/1', server, at: this.#dependencies.now().toISOString(), ...shown }
  }

  async #probe(
    target: ConnectivityTarget,
    signal: AbortSignal,
    otherProxy: string | undefined,
    only?: { readonly endpoint: string | undefined; readonly from: Layer },
  ): Promise<void> {
    const { reader, network } = this.#dependencies
    await probeEndpoints({
      reader,
      network: await network(otherProxy),
      target,
      signal,
      onRow: (row) => this.#publishRow(target, row),
      ...(only === undefined ? {} : { only }),
    })
  }

  async #run(target: ConnectivityTarget, signal: AbortSignal, otherProxy: string | undefined): Promise<void> {
    const { now } = this.#dependencies
    const endpoints = endpointsOf(target).map(({ name, role }) => ({ name, role }))
    this.#publish(target, {
      is: 'active',
      startedAt: now().toISOString(),
      endpoints,
      rows: waitingRows(endpoints, target.installed),
      roundTrip: noRoundTrip,
      path: [],
      diagnosis: { is: 'testing' },
      ...(otherProxy === undefined ? {} : { otherProxy }),
    })
    const probe = () => this.#probe(target, signal, otherProxy)
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
    const samples = answer.ok ? [...lostSamples(answer.value.lost, now()), ...answer.value.samples] : lostSamples(1, now())
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
    this.#remember()
    return samples.at(-1)?.milliseconds !== undefined
  }

  /** Every layer has an answer and the round trip comes back: this is how it is when it works. */
  #remember(): void {
    const active = this.#active()
    if (active?.diagnosis.is !== 'working' || active.rows.some(isPending)) return
    this.#dependencies.lastGood.testWorked(this.#reportOf(active))
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
    const told = ({ diagnosis, path, comparison, further }: Active) => JSON.stringify([diagnosis, path, comparison, further])
    if (told(next) !== told(active)) this.#state.publish({ is: 'connectivity', value: next })
  }

  #publish(target: ConnectivityTarget, value: Active): void {
    this.#state.publish({ is: 'connectivity', value: this.#judged(target, value) })
  }

  #judged({ machineName, installed }: ConnectivityTarget, { comparison: _before, further: _left, ...active }: Active): Active {
    const facts = { machineName, installed, endpoints: active.endpoints, rows: active.rows, roundTrip: active.roundTrip }
    const { diagnosis, further } = findings(facts)
    const isMore = further.causes.length > 0 || further.unanswered.length > 0
    const judged: Active = { ...active, diagnosis, path: pathOf(facts, diagnosis), ...(isMore ? { further } : {}) }
    if (diagnosis.is !== 'notWorking' || active.otherProxy !== undefined || active.rows.some(isPending)) return judged
    const comparison = this.#dependencies.lastGood.compare(this.#reportOf(judged))
    return comparison.since === undefined && comparison.failure === undefined ? judged : { ...judged, comparison }
  }
}

const isPending = ({ state }: LayerRow): boolean => state === 'waiting' || state === 'running'
