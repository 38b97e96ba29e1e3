/** The relay: takes channels in, and joins cloud services with what connectors reach. Wires the other files of this folder. */
import { type IncomingMessage, type ServerResponse } from 'node:http'
import { type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { channelHeaders, relayNoncePath, relayPath } from '../../contract/channel.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { WindowBudget } from '../../contract/flow-window.ts'
import { type ConnectorId, type LocationId } from '../../contract/ids.ts'
import { createAccept, refuseUpgrade } from './accept.ts'
import { connectPrefix } from './connect-target.ts'
import { ConnectEntry } from './connect.ts'
import { echoOver } from './echo.ts'
import { throughputOver } from './throughput.ts'
import { Nonces } from './nonces.ts'
import { PingWheel } from './ping-wheel.ts'
import { type RelayPorts } from './ports.ts'
import { createProofVerifier } from './proof.ts'
import { type Relay, type RelayOptions } from './relay-api.ts'
import { type RelaySession } from './session.ts'
import { Sessions } from './sessions.ts'
import { WebEntry } from './web.ts'

const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? ''

export const createRelay = (ports: RelayPorts, options: RelayOptions): Relay => {
  const budget = new WindowBudget(options.windowBudgetBytes ?? 1024 ** 3)
  const sessions = new Sessions(ports.now)
  const nonces = new Nonces(ports.now)
  const pingInterval = options.pingIntervalMs ?? 15_000
  const wheel = new PingWheel(pingInterval)
  const leaveWheel = new Map<RelaySession, () => void>()
  const reportedAt = new Map<ConnectorId, number>()
  const acceptsPerSecond = options.acceptsPerSecond ?? 500
  let closing = false
  let echoTurn = 0

  const reconnectWindowSeconds = () => Math.min(3600, Math.ceil(sessions.count / (acceptsPerSecond / 2)))
  const verifyProof = createProofVerifier({
    nonces,
    directory: ports.directory,
    authorities: options.connectorAuthorities,
    audiences: options.audiences,
    now: ports.now,
  })

  /** Once an interval and connector, whichever of its sessions comes first. */
  const report = async (session: RelaySession): Promise<void> => {
    const { connectorId } = session.present
    if (ports.now() - (reportedAt.get(connectorId) ?? 0) < pingInterval * 0.9) return
    reportedAt.set(connectorId, ports.now())
    const health = await session.health(reconnectWindowSeconds())
    if (health !== undefined) ports.presence.reported(connectorId, health)
  }

  const ready = async (session: RelaySession): Promise<void> => {
    const { connectorId, locationId } = session.present
    if (closing) {
      session.end('closing')
      return
    }
    // Revocation may have come between proof and attach: whoever is in the list is reached by `revoke`, so ask after.
    sessions.add(session)
    ports.presence.attached(session.present)
    leaveWheel.set(
      session,
      wheel.add({
        turn() {
          session.turn()
          void report(session)
        },
      }),
    )
    ports.log.info({ topic: 'relay.session', ...session.present }, 'channel attached')
    if ((await ports.directory.connector(connectorId))?.standing !== 'active')
      return revokeSessions([session], { code: 'CW4004', values: { by: '' } })
    await session.configure(await ports.directory.configuration(locationId))
    await report(session)
  }

  const closed = (session: RelaySession, reason: string) => {
    leaveWheel.get(session)?.()
    leaveWheel.delete(session)
    if (!sessions.remove(session)) return
    if (sessions.ofConnector(session.present.connectorId).length === 0) reportedAt.delete(session.present.connectorId)
    ports.presence.detached(session.present)
    ports.log.info({ topic: 'relay.session', ...session.present, reason }, 'channel detached')
  }

  const revokeSessions = async (ended: readonly RelaySession[], reason: Failure): Promise<void> => {
    await Promise.all(
      ended.map(async (session) => {
        // The connector should hear why, but nothing may keep a revoked session open.
        await Promise.race([session.revoked(reason), new Promise((resolve) => setTimeout(resolve, 1_000).unref())])
        session.end('revoked')
        closed(session, 'revoked')
      }),
    )
  }

  const accept = createAccept({
    nameAt: (host) => options.nameAt?.(host) ?? options.name,
    ports,
    verifyProof,
    budget,
    concurrent: options.concurrentAccepts ?? 32,
    reconnectWindow: reconnectWindowSeconds,
    events: {
      ready: (session) => {
        ready(session).catch((error: unknown) => {
          ports.log.warn({ topic: 'relay.session', err: error }, 'a channel could not be set up')
          session.end('not set up')
        })
      },
      closed,
    },
  })
  const connectOptions = { ports, sessions, stalledReaderMs: options.stalledReaderMs ?? 120_000 }
  const tcp = new ConnectEntry(connectOptions)
  const web = new WebEntry(connectOptions)

  const guarded = (work: Promise<void>, end: () => void) => {
    work.catch((error: unknown) => {
      ports.log.warn({ topic: 'relay.connect', err: error }, 'unexpected error')
      end()
    })
  }

  const handleRequest = (request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): boolean => {
    const path = pathOf(request.url)
    if (path === relayNoncePath && (request.method === 'GET' || request.method === 'HEAD')) {
      response.statusCode = 204
      response.setHeader(channelHeaders.nonce, nonces.issue())
      response.setHeader('cache-control', 'no-store')
      response.end()
      return true
    }
    if (!path.startsWith(connectPrefix)) return false
    guarded(web.request(request, response), () => response.destroy())
    return true
  }

  return {
    handleRequest,
    handleUpgrade(request, socket, head) {
      const path = pathOf(request.url)
      if (path === relayPath) {
        if (closing) refuseUpgrade(socket, 503, { code: 'CW5013', values: {} })
        else accept(request, socket, head)
        return true
      }
      if (!path.startsWith(connectPrefix)) return false
      const isTcp = request.headers.upgrade?.toLowerCase() === 'tcp'
      guarded(isTcp ? tcp.upgrade(request, socket, head) : web.upgrade(request, socket, head), () => socket.destroy())
      return true
    },
    handleConnect(stream, headers) {
      guarded(tcp.connect(stream, headers), () => stream.destroy())
    },
    verifyProof,
    revoke: (connectorId, reason) => revokeSessions(sessions.ofConnector(connectorId), reason),
    setDraining: (connectorId, draining) => sessions.setDraining(connectorId, draining),
    drain(connectorId) {
      for (const session of connectorId === undefined ? [...sessions.all()] : sessions.ofConnector(connectorId)) session.drain()
    },
    sessionsOf: (connectorId) => sessions.ofConnector(connectorId).map((session) => session.present),
    echo: (connectorId, count, bytes) => echoOver(sessions.ofConnector(connectorId), (echoTurn += 1), count, bytes),
    throughput: (connectorId, bytes) => throughputOver(sessions.ofConnector(connectorId), options.name, bytes),
    join: (service, location, resource, socket) => tcp.join(service, { location, resource, rest: '/' }, socket),
    async configurationChanged(locationId: LocationId) {
      const configuration = await ports.directory.configuration(locationId)
      await Promise.all(sessions.ofLocation(locationId).map((session) => session.configure(configuration)))
    },
    reconnectWindowSeconds,
    async close({ drainMs }) {
      closing = true
      const all = [...sessions.all()]
      for (const session of all) session.drain()
      const until = Date.now() + drainMs
      while (sessions.count > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20))
      for (const session of all) session.end('closing')
      wheel.close()
      web.close()
    },
  }
}
