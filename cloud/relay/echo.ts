/** Round trips from the control plane to the connector's built-in echo: the test that proves bytes really travel. */
import { randomBytes } from 'node:crypto'
import { type ClientHttp2Stream } from 'node:http2'
import { echoAuthority } from '../../contract/channel.ts'
import { type EchoReply } from '../../contract/control-plane-api.ts'
import { type RelaySession } from './session.ts'
import { trustedOf } from './sessions.ts'

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

const sampleOf = async (session: RelaySession, bytes: number): Promise<EchoReply['samples'][number] | undefined> => {
  const opened = await session.open(echoAuthority, {})
  if (!opened.ok) return undefined
  const milliseconds = await roundTrip(opened.value.stream, bytes)
  opened.value.stream.end()
  opened.value.stream.resume()
  return milliseconds === undefined ? undefined : { relay: session.present.relay, milliseconds }
}

/**
 * One stream per sample, over the sessions in turn as streams of services go, beginning with the `turn`th. A session that lost
 * one is not asked again, and the first samples travel side by side: however many sessions are dead, the answer takes as long as one loss.
 */
export const echoOver = async (sessions: readonly RelaySession[], turn: number, count: number, bytes: number): Promise<EchoReply> => {
  const trusted = trustedOf(sessions)
  const begin = trusted.length === 0 ? 0 : turn % trusted.length
  const inTurn = [...trusted.slice(begin), ...trusted.slice(0, begin)].slice(0, count)
  const first = await Promise.all(inTurn.map(async (session) => ({ session, sample: await sampleOf(session, bytes) })))
  const samples = first.flatMap(({ sample }) => sample ?? [])
  const left = first.flatMap(({ session, sample }) => (sample === undefined ? [] : [session]))
  for (let asked = first.length; asked < count; asked += 1) {
    const session = left.shift()
    if (session === undefined) break
    const sample = await sampleOf(session, bytes)
    if (sample === undefined) continue
    samples.push(sample)
    left.push(session)
  }
  return { samples, lost: count - samples.length }
}
