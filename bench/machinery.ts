/** Relays and connectors as processes of their own under one authority: what can be killed, and whose memory can be asked for. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { request } from 'node:https'
import { join } from 'node:path'
import { type Duplex } from 'node:stream'
import { z } from 'zod'
import { ConnectorId } from '../contract/ids.ts'
import { nodeOptions } from '../cloud/node-options.ts'
import { locationId, organizationId, serviceKey } from '../tests/fakes/relay-store.ts'
import { type Issued, type TestAuthority } from '../tests/fakes/test-authority.ts'
import { adopt } from './child.ts'

const patience = 60_000

/** A certificate and its key as text, so that they can be sent to another process. */
export const Papers = z.object({ certificate: z.string(), key: z.string() })

const papersOf = ({ certificate, key }: Issued): z.infer<typeof Papers> => ({
  certificate,
  key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
})

export const RelayArgument = z.object({ name: z.string(), papers: Papers, authority: z.string(), target: z.string() })
export const ConnectorsArgument = z.object({
  authority: z.string(),
  relays: z.array(z.object({ name: z.string(), url: z.string() })),
  connectors: z.array(z.object({ connectorId: ConnectorId, papers: Papers })),
})
/** Bytes of the process after a garbage collection. */
export const Memory = z.object({ rss: z.number() })

/** Starts a program of `processes/`: it takes one message and answers with one when it is ready. */
const start = async <T>(name: string, argument: object, schema: z.ZodType<T>): Promise<{ child: ChildProcess; ready: T }> => {
  const child = adopt(
    fork(join(import.meta.dirname, 'processes', `${name}.ts`), [], {
      execArgv: ['--expose-gc', ...nodeOptions],
      env: { ...process.env, NODE_EXTRA_CA_CERTS: '' },
    }),
  )
  child.send(argument)
  const [ready] = (await once(child, 'message', { signal: AbortSignal.timeout(patience) })) as [unknown]
  return { child, ready: schema.parse(ready) }
}

export interface RelayProcess {
  readonly name: string
  readonly url: string
  readonly port: number
  readonly child: ChildProcess
}

/** A relay in front of `target`, which it publishes as `bench`. */
export const startRelay = async (authority: TestAuthority, name: string, target: string): Promise<RelayProcess> => {
  const argument: z.infer<typeof RelayArgument> = {
    name,
    papers: papersOf(await authority.server()),
    authority: authority.certificate,
    target,
  }
  const { child, ready } = await start('relay', argument, z.object({ port: z.number() }))
  return { name, url: `https://localhost:${ready.port}`, port: ready.port, child }
}

export const connectorIds = (count: number): ConnectorId[] =>
  Array.from({ length: count }, (_, index) => ConnectorId.parse(`con_${String(index).padStart(16, '0')}`))

/** One process with the channels of all these connectors. Returns when every one is healthy. */
export const startConnectors = async (
  authority: TestAuthority,
  relays: readonly RelayProcess[],
  ids: readonly ConnectorId[],
): Promise<ChildProcess> => {
  const argument: z.infer<typeof ConnectorsArgument> = {
    authority: authority.certificate,
    relays: relays.map(({ name, url }) => ({ name, url })),
    connectors: await Promise.all(
      ids.map(async (connectorId) => ({
        connectorId,
        papers: papersOf(await authority.connector({ organizationId, locationId, connectorId })),
      })),
    ),
  }
  const { child } = await start('connectors', argument, z.object({ healthy: z.literal(true) }))
  return child
}

export const memoryOf = async ({ child }: RelayProcess): Promise<number> => {
  child.send('memory')
  const [answer] = (await once(child, 'message', { signal: AbortSignal.timeout(patience) })) as [unknown]
  return Memory.parse(answer).rss
}

/** A cloud service that opens the published resource through this relay. Rejects when it is refused or cut. */
export const openThrough = ({ port }: RelayProcess, authority: TestAuthority): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca: authority.certificate,
      agent: false,
      path: `/connect/${locationId}/bench`,
      headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${serviceKey}` },
    })
    asked.once('error', reject)
    asked.once('response', (answer) => {
      answer.destroy()
      reject(new Error(`refused with ${answer.statusCode ?? 0}`))
    })
    asked.once('upgrade', (_answer, socket) => {
      socket.on('error', () => undefined)
      resolve(socket)
    })
    asked.end()
  })
