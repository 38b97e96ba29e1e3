/** Joins a cloud service's connection with a channel stream, with back-pressure both ways and an end for readers that stopped. */
import { type ClientHttp2Stream, constants } from 'node:http2'
import { type Duplex } from 'node:stream'

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
}

/** Passes data from one to the other; returns how to ask whether the reader has been standing still since that time. */
const pass = (from: Duplex, to: Duplex, passed: (bytes: number) => void): { stalledSince: () => number | undefined } => {
  let since: number | undefined
  from.on('data', (piece: Buffer) => {
    passed(piece.length)
    if (!to.write(piece)) {
      from.pause()
      since = Date.now()
    }
  })
  to.on('drain', () => {
    since = undefined
    from.resume()
  })
  from.on('end', () => to.end())
  return { stalledSince: () => since }
}

/** Resolves when both are closed; never rejects. */
export const splice = (service: Duplex, channel: ClientHttp2Stream, { moved, stalledReaderMs }: SpliceOptions): Promise<SpliceReport> =>
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
      if (!channel.closed) channel.close(constants.NGHTTP2_CANCEL)
      service.destroy()
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
    // An error is always followed by `close`, which is where it is dealt with.
    service.on('error', () => undefined)
    channel.on('error', () => undefined)
    service.once('close', () => closed('service', service.readableEnded && service.writableFinished))
    channel.once('close', () => closed('channel', channel.rstCode === constants.NGHTTP2_NO_ERROR && channel.readableEnded))
    if (service.destroyed || channel.destroyed) cut(service.destroyed ? 'service' : 'channel')
  })
