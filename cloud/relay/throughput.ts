/** How much the way to a connector carries: real bytes to its built-in echo and back, bounded in amount and in time. */
import { randomBytes } from 'node:crypto'
import { type ClientHttp2Stream } from 'node:http2'
import { echoAuthority } from '../../contract/channel.ts'
import { type ThroughputReply } from '../../contract/control-plane-api.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { type ChannelStream, type RelaySession } from './session.ts'
import { trustedOf } from './sessions.ts'

/** Milliseconds after which the measurement ends with what came back until then. */
const longest = 15_000
const piece = randomBytes(65_536)

/** Sends as much as the stream takes; the connector sends it back. */
const sendAll = (stream: ClientHttp2Stream, bytes: number, moved: ChannelStream['moved']): void => {
  let sent = 0
  const more = () => {
    while (sent < bytes && !stream.destroyed) {
      const part = piece.subarray(0, Math.min(piece.length, bytes - sent))
      sent += part.length
      moved(part.length, 'sent')
      if (!stream.write(part)) return
    }
    if (sent >= bytes) stream.off('drain', more)
  }
  stream.on('drain', more)
  more()
}

/** Bytes that came back as they were sent, and whether all did. */
const countBack = ({ stream, moved }: ChannelStream, bytes: number): Promise<{ back: number; whole: boolean }> =>
  new Promise((resolve) => {
    let back = 0
    const done = (whole: boolean) => {
      clearTimeout(timer)
      stream.off('data', heard)
      stream.off('close', ended)
      resolve({ back, whole })
    }
    const ended = () => done(false)
    const timer = setTimeout(ended, longest)
    const heard = (part: Buffer) => {
      moved(part.length, 'received')
      for (let at = 0; at < part.length;) {
        const from = (back + at) % piece.length
        const length = Math.min(part.length - at, piece.length - from)
        if (part.compare(piece, from, from + length, at, at + length) !== 0) {
          done(false)
          return
        }
        at += length
      }
      back += part.length
      if (back >= bytes) done(true)
    }
    stream.on('data', heard)
    stream.once('close', ended)
    sendAll(stream, bytes, moved)
  })

/** On a bulk session where there is one. Fails with CW4006 when none is open. */
export const throughputOver = async (sessions: readonly RelaySession[], relay: string, bytes: number): Promise<Result<ThroughputReply>> => {
  const open = trustedOf(sessions)
  const session = open.find(({ present }) => present.purpose === 'bulk') ?? open[0]
  if (session === undefined) return failed('CW4006', { relay, reason: 'no session is open' })
  const opened = await session.open(echoAuthority, {})
  if (!opened.ok) return opened
  const { stream } = opened.value
  const since = performance.now()
  const { back, whole } = await countBack(opened.value, bytes)
  const milliseconds = performance.now() - since
  if (whole) {
    stream.end()
    stream.resume()
  } else stream.close()
  return succeeded({ relay: session.present.relay, bytes: back, milliseconds, whole })
}
