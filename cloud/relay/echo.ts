/** Round trips from the control plane to the connector's built-in echo: the test that proves bytes really travel. */
import { randomBytes } from 'node:crypto'
import { type ClientHttp2Stream } from 'node:http2'
import { echoAuthority } from '../../contract/channel.ts'
import { type EchoReply } from '../../contract/control-plane-api.ts'
import { type RelaySession } from './session.ts'

/** Milliseconds after which a round trip counts as lost. */
const echoTimeout = 5_000

/** Sends bytes and waits for the very same bytes. Absent when they did not come back whole and in time. */
const roundTrip = (stream: ClientHttp2Stream, bytes: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const sent = randomBytes(bytes)
    const pieces: Buffer[] = []
    let length = 0
    const since = performance.now()
    const done = (good: boolean) => {
      clearTimeout(timer)
      stream.off('data', heard)
      stream.off('close', lost)
      resolve(good ? performance.now() - since : undefined)
    }
    const lost = () => done(false)
    const heard = (piece: Buffer) => {
      pieces.push(piece)
      length += piece.length
      if (length >= bytes) done(Buffer.concat(pieces).equals(sent))
    }
    const timer = setTimeout(lost, echoTimeout)
    stream.on('data', heard)
    stream.once('close', lost)
    stream.write(sent)
  })

/** One stream per sample, over the sessions in turn. With no session all samples are lost. */
export const echoOver = async (sessions: readonly RelaySession[], count: number, bytes: number): Promise<EchoReply> => {
  const samples: EchoReply['samples'] = []
  const open = sessions.filter((session) => session.isOpen)
  for (let index = 0; index < count && open.length > 0; index += 1) {
    const session = open[index % open.length]
    const opened = await session?.open(echoAuthority, {})
    if (session === undefined || opened?.ok !== true) continue
    const milliseconds = await roundTrip(opened.value.stream, bytes)
    opened.value.stream.end()
    opened.value.stream.resume()
    if (milliseconds !== undefined) samples.push({ relay: session.present.relay, milliseconds })
  }
  return { samples, lost: count - samples.length }
}
