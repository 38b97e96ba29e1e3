/**
 * Plays the part of a cloud service: reaches a published resource through the control plane, as any program with a
 * service key would (`GET /connect/<location>/<resource>`, `Upgrade: tcp`, RFC 9110 section 7.8), and has bytes sent back by it.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { type Duplex } from 'node:stream'
import { ConnectionFile } from '../contract/connection-file.ts'

export interface CloudServiceTrip {
  readonly bytes: number
  readonly milliseconds: number
}

/** Milliseconds after which a trip has failed. */
const patience = 20_000

/** Sends random bytes to an echo published as `resource` and compares what comes back. Rejects when refused, different or late. */
export const echoThroughCloud = async (
  connectionFile: string,
  serviceKey: string,
  location: string,
  resource: string,
  bytes: number,
): Promise<CloudServiceTrip> => {
  const { controlPlane, certificateAuthorities } = ConnectionFile.parse(JSON.parse(readFileSync(connectionFile, 'utf8')))
  const started = performance.now()
  const asked = request(new URL(`/connect/${encodeURIComponent(location)}/${encodeURIComponent(resource)}`, controlPlane), {
    ca: certificateAuthorities,
    headers: { connection: 'Upgrade', upgrade: 'tcp', authorization: `Bearer ${serviceKey}` },
    signal: AbortSignal.timeout(patience),
  })
  asked.end()
  const socket = await new Promise<Duplex>((resolve, reject) => {
    asked.once('upgrade', (_answer, stream: Duplex) => resolve(stream))
    asked.once('response', (answer) => {
      answer.resume()
      reject(new Error(`refused with ${answer.statusCode ?? 0} ${String(answer.headers['causeway-code'] ?? '')}`))
    })
    asked.once('error', reject)
  })
  const sent = randomBytes(bytes)
  const received: Buffer[] = []
  let length = 0
  try {
    const whole = new Promise<void>((resolve, reject) => {
      socket.on('data', (chunk: Buffer) => {
        received.push(chunk)
        length += chunk.length
        if (length >= bytes) resolve()
      })
      socket.once('error', reject)
      socket.once('end', () => reject(new Error(`ended after ${length} of ${bytes} bytes`)))
    })
    socket.write(sent)
    await whole
  } finally {
    const closed = once(socket, 'close')
    socket.destroy()
    await closed
  }
  if (!Buffer.concat(received).equals(sent)) throw new Error('what came back is not what was sent')
  return { bytes, milliseconds: performance.now() - started }
}
