/** `/connect/<location>/<resource>` for cloud services over TCP: HTTP/1.1 `Upgrade: tcp` and HTTP/2 CONNECT. */
import { type IncomingMessage } from 'node:http'
import { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { type Duplex } from 'node:stream'
import { failed, succeeded, type Failure, type MessageValues, type Result } from '../../contract/error-codes.ts'
import { abortStream, streamErrors } from '../../contract/stream-abort.ts'
import { admit, parseConnectAuthority, parseConnectPath, type Admission, type ConnectTarget } from './connect-target.ts'
import { handOverRaw } from './hand-over.ts'
import { openStream } from './open-stream.ts'
import { type AuditAction, type CloudService, type RelayPorts } from './ports.ts'
import { refuseSocket, refuseStream } from './refusal.ts'
import { type Sessions } from './sessions.ts'
import { splice } from './splice.ts'

export interface ConnectOptions {
  readonly ports: RelayPorts
  readonly sessions: Sessions
  /** Milliseconds. */
  readonly stalledReaderMs: number
}

/** The audit of one request of a cloud service. */
export interface ConnectAudit {
  /** False when it could not be written: the stream must then not be opened. */
  opened(values: MessageValues): Promise<boolean>
  closed(values: MessageValues): Promise<void>
  /** Gives the failure back. */
  refused(failure: Failure): Promise<Failure>
}

export const auditOf = ({ ports }: ConnectOptions, { service, target }: Admission, client: string): ConnectAudit => {
  const since = ports.now()
  const record = async (action: AuditAction, values: MessageValues, code?: Failure['code']): Promise<boolean> => {
    try {
      await ports.audit.record(
        {
          organizationId: service.organizationId,
          actor: service.keyId,
          action,
          object: `${target.location}/${target.resource}`,
          outcome: code === undefined ? 'done' : 'refused',
          ...(code === undefined ? {} : { code }),
          values: { client, ...values },
        },
        action === 'stream.closed',
      )
      return true
    } catch (error) {
      ports.log.warn({ topic: 'relay.connect', err: error, action }, 'audit not written')
      return false
    }
  }
  return {
    opened: (values) => record('stream.opened', values),
    closed: async (values) => {
      await record('stream.closed', { ...values, milliseconds: ports.now() - since })
    },
    refused: async (failure) => {
      await record('stream.refused', failure.values, failure.code)
      return failure
    },
  }
}

/** Where the request comes from, for the audit. An HTTP/2 session's socket is a proxy that answers only to reading. */
const remoteOf = (socket: { readonly remoteAddress?: string | undefined } | undefined): string => socket?.remoteAddress ?? ''

/** An open stream that waits for the service's end to be ready. */
interface Joinable {
  join(service: Duplex, abortService: () => void): Promise<void>
  abandon(): Promise<void>
}

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
    await (ready === undefined ? opened.value.abandon() : opened.value.join(ready, () => ready.destroy()))
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
    if (stream.destroyed) return opened.value.abandon()
    stream.respond({ ':status': 200 })
    await opened.value.join(stream, () => abortStream(stream, streamErrors.cancel))
  }

  /** A connection that a program of the control plane itself brings, on behalf of a service. Resolves when it is over, fails when it could not begin. */
  async join(service: CloudService, target: ConnectTarget, socket: Duplex): Promise<Result<void>> {
    const resource = await this.#options.ports.access.resource(service.organizationId, target.location, target.resource)
    if (resource === undefined) return failed('CW6001', { resource: target.resource, location: target.location })
    const opened = await this.#begin({ service, target, resource }, 'control plane')
    if (!opened.ok) return opened
    await opened.value.join(socket, () => socket.destroy())
    return succeeded(undefined)
  }

  async #open(target: ConnectTarget | undefined, authorization: string | undefined, client: string): Promise<Result<Joinable>> {
    const admitted = await admit(this.#options.ports.access, target, authorization)
    return admitted.ok ? this.#begin(admitted.value, client) : admitted
  }

  async #begin(admission: Admission, client: string): Promise<Result<Joinable>> {
    const { sessions, stalledReaderMs } = this.#options
    const { resource, target: asked } = admission
    const audit = auditOf(this.#options, admission, client)
    const refuse = async (failure: Failure): Promise<Result<Joinable>> => ({ ok: false, failure: await audit.refused(failure) })
    if (resource.protocol !== 'tcp') return refuse({ code: 'CW6005', values: { resource: resource.name, protocol: resource.protocol } })
    const opened = await openStream(sessions, { locationId: asked.location, authority: resource.target, resource: resource.name })
    if (!opened.ok) return refuse(connectFailure(opened.failure, resource.target))
    const { stream, streamId, connectorId, moved } = opened.value
    const names = { stream: streamId, connector: connectorId }
    if (!(await audit.opened(names))) {
      abortStream(stream, streamErrors.cancel)
      return { ok: false, failure: { code: 'CW5013', values: {} } }
    }
    const joinable: Joinable = {
      async join(service, abortService) {
        const { sent, received, endedBy } = await splice(service, stream, { moved, stalledReaderMs, abortService })
        await audit.closed({ ...names, sent, received, endedBy })
      },
      async abandon() {
        abortStream(stream, streamErrors.cancel)
        await audit.closed({ ...names, sent: 0, received: 0, endedBy: 'service' })
      },
    }
    return { ok: true, value: joinable }
  }
}

/** The connector's words for the cloud service: that the target did not answer is one cause, whoever saw it. */
export const connectFailure = (failure: Failure, target: string): Failure =>
  failure.code === 'CW4009' ? { ...failure, code: 'CW6004', values: { reason: '', ...failure.values, target } } : failure
