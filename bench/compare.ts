/** One run of all peers in one network: started together, measured in turn, round after round. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { end, firstLine, runOwn } from './child.ts'
import { cpuTimeOf } from './cpu-time.ts'
import { type Network } from './network.ts'
import { startChannel } from './peers/channel.ts'
import { type Peer } from './peers/peer.ts'
import { startSsh } from './peers/ssh.ts'
import { startStunnel } from './peers/stunnel.ts'
import { Sample, type LoadArgument } from './reaching.ts'
import { median } from './statistics.ts'

export const figures = ['stream', 'streamCpu', 'echoP50', 'echoP99', 'echo64Rate', 'echo64Cpu', 'echo64P50', 'echo64P99', 'open'] as const
/** `streamCpu`: milliseconds of CPU for a megabyte; `echo64Cpu`: microseconds for an echo; both of the peer's own processes. */
export type Figure = (typeof figures)[number]

export interface Row {
  readonly name: string
  /** Median over the rounds. */
  readonly values: Readonly<Partial<Record<Figure, number>>>
  readonly failures: readonly string[]
}

export interface Comparison {
  readonly network: string
  readonly rows: readonly Row[]
  readonly skipped: readonly { readonly name: string; readonly why: string }[]
}

export interface Load extends Omit<LoadArgument, 'name' | 'reach' | 'measure'> {
  readonly rounds: number
  readonly measures: readonly LoadArgument['measure'][]
}

type Measured = Sample & { readonly streamCpu?: number; readonly echo64Cpu?: number }

const measureOnce = async (network: Network, peer: Omit<Peer, 'stop'>, load: Load, measure: LoadArgument['measure']): Promise<Measured> => {
  const { milliseconds, echoes, opens } = load
  const argument: LoadArgument = { name: peer.name, reach: peer.reach, milliseconds, echoes, opens, measure }
  const before = cpuTimeOf(peer.processes)
  const sample = await firstLine(runOwn(network.cloud, 'load', argument), Sample, 60_000 + 4 * milliseconds)
  const used = cpuTimeOf(peer.processes) - before
  // What the last measurement left behind, such as audit records, is not the next one's.
  await pause(200)
  if (peer.processes.length === 0) return sample
  return {
    ...sample,
    ...(sample.streamBytes === undefined ? {} : { streamCpu: (used * 1e6) / sample.streamBytes }),
    ...(sample.echo64Count === undefined ? {} : { echo64Cpu: (used * 1000) / sample.echo64Count }),
  }
}

const rowOf = (name: string, samples: readonly Measured[]): Row => {
  const own = samples.filter((sample) => sample.name === name)
  const values = figures.flatMap((figure) => {
    const found = own.flatMap((sample) => sample[figure] ?? [])
    return found.length === 0 ? [] : [[figure, median(found)] as const]
  })
  return { name, values: Object.fromEntries(values), failures: own.flatMap(({ failure }) => failure ?? []) }
}

export const compare = async (network: Network, load: Load): Promise<Comparison> => {
  const skipped: { name: string; why: string }[] = []
  const stops: (() => Promise<void>)[] = []
  try {
    const resource = runOwn(network.site, 'resource', { host: network.site.host })
    stops.push(() => end(resource))
    const { port } = await firstLine(resource, z.object({ port: z.number() }))
    const place = { network, resource: { host: network.site.host, port } }
    const channel = await startChannel(place)
    stops.push(() => channel.stop())
    const { processes } = channel
    const peers: Omit<Peer, 'stop'>[] = [
      { name: 'direct TCP', reach: { is: 'tcp', ...place.resource }, processes: [] },
      { name: 'this channel', reach: channel.entry, processes },
      { name: 'this channel, TLS entry', reach: channel.connect, processes },
    ]
    for (const [name, start] of [
      ['ssh -R', startSsh],
      ['stunnel', startStunnel],
    ] as const) {
      const peer = await start(place).catch((error: unknown) => ({ skipped: error instanceof Error ? error.message : String(error) }))
      if ('skipped' in peer) skipped.push({ name, why: peer.skipped })
      else {
        stops.push(() => peer.stop())
        peers.push(peer)
      }
    }
    const samples: Measured[] = []
    for (let round = 0; round < load.rounds; round += 1) {
      for (const measure of load.measures) for (const peer of peers) samples.push(await measureOnce(network, peer, load, measure))
    }
    return { network: network.name, rows: peers.map(({ name }) => rowOf(name, samples)), skipped }
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
