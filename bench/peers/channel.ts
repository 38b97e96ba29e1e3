/** The product itself: control plane and relay on the cloud side, the real connector service on the site. */
import { type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { nodeOptions } from '../../cloud/node-options.ts'
import { end, firstLine, run, runOwn } from '../child.ts'
import { type Network } from '../network.ts'
import { type Peer, type PeerPlace } from './peer.ts'

const Ready = z.object({
  address: z.string(),
  ca: z.array(z.string()),
  folders: z.array(z.string()),
  location: z.string(),
  serviceKey: z.string(),
  entryPort: z.number(),
  pid: z.number(),
})

export interface Channel extends z.infer<typeof Ready> {
  readonly cloud: ChildProcess
  readonly connectors: readonly ChildProcess[]
  readonly processes: readonly number[]
  /** As a cloud service comes: TLS, `Upgrade: tcp`, service key. */
  readonly connect: Peer['reach']
  /** A plain port in the relay's process, as `ssh -R` has one. */
  readonly entry: Peer['reach']
  stop(): Promise<void>
}

const startConnector = ({ site }: Network, folder: string): ChildProcess =>
  run(site, process.execPath, [join(import.meta.dirname, '..', '..', 'connector', 'host.ts'), '--data', folder], {
    ...process.env,
    NODE_EXTRA_CA_CERTS: '',
  })

export const startChannel = async ({ network, resource }: PeerPlace, connectors = 1): Promise<Channel> => {
  const cloud = runOwn(network.cloud, 'cloud', { host: network.cloud.host, target: `${resource.host}:${resource.port}`, connectors }, [
    '--expose-gc',
    ...nodeOptions,
  ])
  const ready = await firstLine(cloud, Ready)
  const services = ready.folders.map((folder) => startConnector(network, folder))
  const connect: Peer['reach'] = {
    is: 'connect',
    address: ready.address,
    ca: ready.ca,
    path: `/connect/${ready.location}/bench`,
    serviceKey: ready.serviceKey,
  }
  const channel: Channel = {
    ...ready,
    cloud,
    connectors: services,
    processes: [cloud, ...services].map(({ pid }) => pid ?? 0),
    connect,
    entry: { is: 'tcp', host: network.cloud.host, port: ready.entryPort },
    stop: async () => {
      await Promise.all(services.map(end))
      await end(cloud)
      for (const folder of ready.folders) rmSync(folder, { recursive: true, force: true })
    },
  }
  await firstLine(runOwn(network.cloud, 'until-open', connect), z.object({ open: z.literal(true) }))
  return channel
}
