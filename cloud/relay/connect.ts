/** `/connect/<location>/<resource>` for cloud services over TCP: HTTP/1.1 `Upgrade: tcp` and HTTP/2 CONNECT. */
import { type IncomingMessage } from 'node:http'
import { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { type Duplex } from 'node:stream'
import { failed, type Failure, type Result } from '../../contract/error-codes.ts'
import { admit, parseConnectAuthority, parseConnectPath, type Admission, type ConnectTarget } from './connect-target.ts'
import { handOverRaw } from './hand-over.ts'
import { openStream, type OpenedStream } from './open-stream.ts'
import { type RelayPorts } from './ports.ts'
import { refuseSocket, refuseStream } from './refusal.ts'
import { type Sessions } from './sessions.ts'
import { splice } from './splice.ts'

export interface ConnectOptions {
  readonly ports: RelayPorts
  readonly sessions: Sessions
  readonly stalledReaderMs: number
}

/** Where the request comes from, for the audit. An HTTP/2 session's socket is a proxy that answers only to reading. */
const remoteOf = (socket: { readonly remoteAddress?: string | undefined } | undefined): string => socket?.remoteAddress ?? ''

const auditOf = ({ ports }: ConnectOptions, { service, target }: Admission) => ({
  record: (
    action: 'stream.opened' | 'stream.closed' | 'stream.refused',
    outcome: 'done' | 'refused' | 'failed',
    values: Record<string, string | number>,
    code?: Failure['code'],
  ) =>
    ports.audit.record({
      organizationId: service.organizationId,
      actor: service.keyId,
      action,
      object: `${target.location}/${target.resource}`,
      outcome,
      ...(code === undefined ? {} : { code }),
      values,
    }),
})

export class ConnectEntry {
  readonly #options: ConnectOptions
  constructor(options: ConnectOptions) {
    this.#options = options
  }

  /** `Upgrade: tcp`. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on('error', () => undefined)
    const opened = await this.#open(parseConnectPath(request.url ?? ''), request.headers.authorization, remoteOf(request.socket))
    if (!opened.ok) {
      refuseSocket(socket, opened.failure)
      return
    }
    const ready = await handOverRaw(socket, head, 'tcp', {})
    if (ready === undefined) {
      opened.value.abandon()
      return
    }
    await opened.value.join(ready)
  }

  /** CONNECT: with `:path` and `:protocol` (RFC 8441), or plain with the authority `<resource>.<location>`. */
  async connect(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    stream.on('error', () => undefined)
    const path = headers[':path']
    const target = path === undefined ? parseConnectAuthority(headers[':authority'] ?? '') : parseConnectPath(path)
    const opened = await this.#open(target, headers.authorization, remoteOf(stream.session?.socket))
    if (!opened.ok) {
      refuseStream(stream, opened.failure)
      return
    }
    if (stream.destroyed) {
      opened.value.abandon()
      return
    }
    stream.respond({ ':status': 200 })
    await opened.value.join(stream)
  }

  async #open(target: ConnectTarget | undefined, authorization: string | undefined, client: string): Promise<Result<Joinable>> {
    const { ports, sessions, stalledReaderMs } = this.#options
    const admitted = await admit(ports.access, target, authorization)
    if (!admitted.ok) return admitted
    const { resource, target: asked } = admitted.value
    const audit = auditOf(this.#options, admitted.value)
    const refuse = async (failure: Failure): Promise<Result<Joinable>> => {
      await audit.record('stream.refused', 'refused', { client, ...failure.values }, failure.code)
      return { ok: false, failure }
    }
    if (resource.protocol !== 'tcp') return refuse({ code: 'CW6005', values: { resource: resource.name, protocol: resource.protocol } })
    const opened = await openStream(sessions, { locationId: asked.location, authority: resource.target, resource: resource.name })
    if (!opened.ok) return refuse(connectFailure(opened.failure, resource.target))
    const stream = opened.value
    const since = ports.now()
    try {
      await audit.record('stream.opened', 'done', { client, stream: stream.streamId, connector: stream.connectorId })
    } catch (error) {
      ports.log.warn({ topic: 'relay.connect', err: error }, 'audit not written, stream refused')
      stream.stream.close()
      return failed('CW5013')
    }
    const closed = (sent: number, received: number, endedBy: string) =>
      audit
        .record('stream.closed', 'done', {
          client,
          stream: stream.streamId,
          connector: stream.connectorId,
          sent,
          received,
          endedBy,
          milliseconds: ports.now() - since,
        })
        .catch((error: unknown) => {
          ports.log.warn({ topic: 'relay.connect', err: error }, 'audit not written')
        })
    return { ok: true, value: joinable(stream, stalledReaderMs, closed) }
  }
}

/** An open stream that waits for the service's end to be ready. */
interface Joinable {
  join(service: Duplex): Promise<void>
  abandon(): void
}

const joinable = (
  stream: OpenedStream,
  stalledReaderMs: number,
  closed: (sent: number, received: number, endedBy: string) => Promise<void>,
): Joinable => ({
  async join(service) {
    const report = await splice(service, stream.stream, { moved: (bytes, direction) => stream.moved(bytes, direction), stalledReaderMs })
    await closed(report.sent, report.received, report.endedBy)
  },
  abandon() {
    stream.stream.close()
    void closed(0, 0, 'service')
  },
})

/** The connector's words for the cloud service: that the target did not answer is one cause, whoever saw it. */
const connectFailure = (failure: Failure, target: string): Failure =>
  failure.code === 'CW4009' ? { ...failure, code: 'CW6004', values: { reason: '', ...failure.values, target } } : failure
