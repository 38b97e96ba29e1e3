/** Joins a cloud service's connection with a channel stream, with back-pressure both ways and an end for readers that stopped. */
import { type ClientHttp2Stream } from 'node:http2'
import { type Duplex } from 'node:stream'
import { gatherWrites } from '../../contract/gathered-writes.ts'
import { abortStream, streamErrors } from '../../contract/stream-abort.ts'

export interface SpliceReport {
  /** Bytes from the service to the resource. */
  readonly sent: number
  /** Bytes from the resource to the service. */
  readonly received: number
  readonly endedBy: 'both' | 'service' | 'channel' | 'stalled'
}

export interface SpliceOptions {
  /** Called for each piece that came through the channel, and each that went into it. */
  readonly moved: (bytes: number, direction: 'received' | 'sent') => void
  /** Milliseconds. */
  readonly stalledReaderMs: number
  /** Ends the service's connection so that it does not look like a clean end. */
  readonly abortService: () => void
}

/** A socket, or a stream of HTTP/2 with the code that ended it. */
type EndedStream = Duplex & { readonly rstCode?: number | undefined }

/** Bytes that may wait to be written before the other side is asked to pause. */
const pauseAt = 256 * 1024

/** Passes data from one to the other; returns how to ask since when the reader has been standing still. */
const pass = (from: EndedStream, to: Duplex, passed: (bytes: number) => void): { stalledSince: () => number | undefined } => {
  let since: number | undefined
  const write = gatherWrites(to, setImmediate)
  from.on('data', (piece: Buffer) => {
    passed(piece.length)
    if (write(piece) || to.writableLength < pauseAt) return
    from.pause()
    since = Date.now()
  })
  to.on('drain', () => {
    since = undefined
    from.resume()
  })
  from.on('end', () => {
    // After a reset there is an `end`, too; it must not be passed on as a clean one.
    if ((from.rstCode ?? streamErrors.none) === streamErrors.none) to.end()
  })
  return { stalledSince: () => since }
}

/** Resolves when both are closed; never rejects. */
export const splice = (
  service: Duplex,
  channel: ClientHttp2Stream,
  { moved, stalledReaderMs, abortService }: SpliceOptions,
): Promise<SpliceReport> =>
  new Promise((resolve) => {
    let sent = 0
    let received = 0
    let endedBy: SpliceReport['endedBy'] = 'both'
    let open = 2
    const down = pass(channel, service, (bytes) => {
      received += bytes
      moved(bytes, 'received')
    })
    const up = pass(service, channel, (bytes) => {
      sent += bytes
      moved(bytes, 'sent')
    })
    const cut = (who: SpliceReport['endedBy']) => {
      if (endedBy === 'both') endedBy = who
      abortStream(channel, streamErrors.cancel)
      abortService()
    }
    const watch = setInterval(
      () => {
        const oldest = Math.min(down.stalledSince() ?? Infinity, up.stalledSince() ?? Infinity)
        if (Date.now() - oldest >= stalledReaderMs) cut('stalled')
      },
      Math.max(50, stalledReaderMs / 4),
    )
    watch.unref()
    const closed = (who: 'service' | 'channel', whole: boolean) => {
      open -= 1
      if (!whole) cut(who)
      if (open > 0) return
      clearInterval(watch)
      resolve({ sent, received, endedBy })
    }
    // A reset may find data that was never taken: `close` would wait for it.
    service.once('aborted', () => cut('service'))
    channel.once('aborted', () => cut('channel'))
    // An error is always followed by `close`, which is where it is dealt with.
    service.on('error', () => undefined)
    channel.on('error', () => undefined)
    service.once('close', () => closed('service', service.readableEnded && service.writableFinished))
    channel.once('close', () => closed('channel', channel.rstCode === streamErrors.none && channel.readableEnded))
    if (service.destroyed || channel.destroyed) cut(service.destroyed ? 'service' : 'channel')
  })
