/** Answers the relay's CONNECT streams: echo, refusal, or a connection to the target with bytes going both ways. */
import { type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { type Socket } from 'node:net'
import { channelHeaders, echoAuthority } from '../../contract/channel.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type WindowBudget } from '../../contract/flow-window.ts'
import { gatherWrites } from '../../contract/gathered-writes.ts'
import { abortStream, streamErrors } from '../../contract/stream-abort.ts'
import { dialTarget } from './dial-target.ts'
import { type Targets } from './targets.ts'

export interface StreamObserver {
  /** Bytes moved on some stream. `received` came from the relay. */
  moved(bytes: number, direction: 'received' | 'sent'): void
  refused(failure: Failure, streamId: string | undefined): void
}

const statuses: Partial<Record<Failure['code'], number>> = { CW4008: 403, CW4009: 502, CW4012: 503 }

const refuse = (stream: ServerHttp2Stream, failure: Failure): void => {
  if (stream.destroyed || stream.headersSent) return
  stream.respond({ ':status': statuses[failure.code] ?? 500, 'content-type': 'application/json', [channelHeaders.code]: failure.code })
  stream.end(JSON.stringify(failure))
  stream.resume()
}

/** Milliseconds for a target to take what was written to it before the reset. */
const lastWrites = 5_000

/** A socket after `end` cannot be reset any more (libuv answers EINVAL and Node leaves it open): it is closed instead. */
const reset = (target: Socket): void => {
  if (target.destroyed) return
  if (target.writableEnded) return void target.destroy()
  target.resetAndDestroy()
  // A reset waits for what was written before; a target that has stopped reading would hold it for ever.
  if (!target.destroyed) setTimeout(() => target.destroy(), lastWrites).unref()
}

const join = (stream: ServerHttp2Stream, target: Socket, observer: StreamObserver): void => {
  const write = gatherWrites(target, setImmediate)
  stream.on('data', (piece: Buffer) => {
    observer.moved(piece.length, 'received')
    if (!write(piece)) stream.pause()
  })
  target.on('drain', () => stream.resume())
  target.on('data', (piece: Buffer) => observer.moved(piece.length, 'sent'))
  target.pipe(stream)
  stream.once('end', () => {
    // After a reset there is an `end`, too; it must not reach the target as a clean one.
    if (stream.rstCode === streamErrors.none) target.end()
    else reset(target)
  })
  target.once('close', () => {
    if (!target.readableEnded) abortStream(stream, streamErrors.connect)
  })
  target.on('error', () => undefined)
  // A reset may find data that was never taken: `end` and `close` would wait for it.
  stream.once('aborted', () => reset(target))
  stream.once('close', () => {
    if (stream.rstCode !== streamErrors.none || !stream.readableEnded) reset(target)
  })
}

/** Serves one CONNECT. Never throws. */
export const serveConnect = async (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  targets: Targets,
  budget: WindowBudget,
  observer: StreamObserver,
): Promise<void> => {
  stream.on('error', () => undefined)
  const authority = headers[':authority'] ?? ''
  if (authority === echoAuthority) {
    stream.respond({ ':status': 200 })
    // Counted as the bytes of a resource are, so that windows grow and a measurement is true.
    stream.on('data', (piece: Buffer) => {
      observer.moved(piece.length, 'received')
      observer.moved(piece.length, 'sent')
    })
    stream.pipe(stream)
    return
  }
  const streamId = headers[channelHeaders.stream]
  const refused = (failure: Failure) => {
    observer.refused(failure, typeof streamId === 'string' ? streamId : undefined)
    refuse(stream, failure)
  }
  if (!budget.hasRoom) {
    refused({ code: 'CW4012', values: { bytes: budget.promised } })
    return
  }
  const admitted = await targets.admit(authority)
  if (!admitted.ok) {
    refused(admitted.failure)
    return
  }
  const dialled = await dialTarget(admitted.value)
  if (!dialled.ok) {
    refused(dialled.failure)
    return
  }
  if (stream.destroyed) return void dialled.value.destroy()
  stream.respond({ ':status': 200 })
  join(stream, dialled.value, observer)
}
