/** One run of all peers in one network: started together, measured in turn, round after round. */
import { z } from 'zod'
import { end, firstLine, runOwn } from './child.ts'
import { type Network } from './network.ts'
import { startChannel } from './peers/channel.ts'
import { type Peer } from './peers/peer.ts'
import { startSsh } from './peers/ssh.ts'
import { startStunnel } from './peers/stunnel.ts'
import { LoadAnswer, type LoadArgument, type Sample } from './reaching.ts'
import { median } from './statistics.ts'

export const figures = ['stream', 'echoP50', 'echoP99', 'echo64Rate', 'echo64P50', 'echo64P99', 'open'] as const
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

const rowOf = (name: string, samples: readonly Sample[]): Row => {
  const own = samples.filter((sample) => sample.name === name)
  const values = figures.flatMap((figure) => {
    const found = own.flatMap((sample) => sample[figure] ?? [])
    return found.length === 0 ? [] : [[figure, median(found)] as const]
  })
  return { name, values: Object.fromEntries(values), failures: own.flatMap(({ failure }) => failure ?? []) }
}

export const compare = async (network: Network, load: Omit<LoadArgument, 'targets'>): Promise<Comparison> => {
  const skipped: { name: string; why: string }[] = []
  const stops: (() => Promise<void>)[] = []
  try {
    const resource = runOwn(network.site, 'resource', { host: network.site.host })
    stops.push(() => end(resource))
    const { port } = await firstLine(resource, z.object({ port: z.number() }))
    const place = { network, resource: { host: network.site.host, port } }
    const channel = await startChannel(place)
    stops.push(() => channel.stop())
    const peers: Pick<Peer, 'name' | 'reach'>[] = [
      { name: 'direct TCP', reach: { is: 'tcp', ...place.resource } },
      { name: 'this channel', reach: channel.entry },
      { name: 'this channel, TLS entry', reach: channel.connect },
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
    const argument: LoadArgument = { ...load, targets: peers.map(({ name, reach }) => ({ name, reach })) }
    const limit = peers.length * load.rounds * (load.measures.length * (load.milliseconds + 25_000))
    const { samples } = await firstLine(runOwn(network.cloud, 'load', argument), LoadAnswer, limit)
    return { network: network.name, rows: peers.map(({ name }) => rowOf(name, samples)), skipped }
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}
