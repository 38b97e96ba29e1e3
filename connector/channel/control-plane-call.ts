/** Calls of the connector to the control plane's API, authorized by a proof of its present key. */
import { type TLSSocket } from 'node:tls'
import { type z } from 'zod'
import { boundedBody } from '../../contract/bounded-body.ts'
import { channelHeaders } from '../../contract/channel.ts'
import { Problem } from '../../contract/control-plane-api.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { createProof } from '../identity/proof.ts'
import { httpRequest } from '../way-out/http-request.ts'
import { fetchNonce } from './carrier.ts'
import { type Dialler } from './dial.ts'
import { openTunnel } from './tunnel.ts'

const answerTimeout = 30_000
const longestAnswer = 262_144

interface RawAnswer {
  readonly status: number
  readonly body: string
}

/** As the control plane's table of access names it. */
export type Route = `${'GET' | 'POST' | 'PUT'} /v1/${string}`

const send = (socket: TLSSocket, origin: URL, route: Route, proof: string, body: string): Promise<RawAnswer> =>
  new Promise((resolve, reject) => {
    const [method, path] = route.split(' ')
    const request = httpRequest({
      createConnection: () => socket,
      method,
      path,
      headers: {
        host: origin.host,
        ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        [channelHeaders.proof]: proof,
      },
      timeout: answerTimeout,
    })
    request.once('timeout', () => request.destroy(new Error('timed out')))
    request.once('error', reject)
    request.once('response', (answer) => {
      boundedBody(answer, longestAnswer).then((content) => {
        if (content === undefined) reject(new Error('answer too long'))
        else resolve({ status: answer.statusCode ?? 0, body: new TextDecoder().decode(content) })
      }, reject)
    })
    request.end(method === 'GET' ? undefined : body)
  })

/** The value in JSON text; undefined when it is none. */
const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `argument` is the body, which a GET has not. Fails with the control plane's own code, with CW4006 when it is not reached, and with CW7006 when its answer is not understood. */
export const callControlPlane = async <T>(
  dialler: Dialler,
  controlPlane: string,
  route: Route,
  argument: object,
  result: z.ZodType<T>,
): Promise<Result<T>> => {
  const origin = new URL(controlPlane)
  const tunnel = await openTunnel(origin, dialler)
  if (!tunnel.ok) return tunnel
  const { socket } = tunnel.value
  socket.on('error', () => undefined)
  try {
    const nonce = await fetchNonce(socket, origin)
    if (!nonce.ok) return nonce
    const { key, connectorId, certificate, now } = dialler
    const proof = await createProof({
      key,
      chain: certificate().chain,
      connectorId,
      audience: origin.origin,
      nonce: nonce.value,
      now: now(),
    })
    const { status, body } = await send(socket, origin, route, proof, JSON.stringify(argument))
    const parsed = result.safeParse(parseJson(body))
    if (status >= 200 && status < 300 && parsed.success) return succeeded(parsed.data)
    const problem = Problem.safeParse(parseJson(body))
    if (problem.success && status >= 400) return failed(problem.data.code, problem.data.values, problem.data.detail)
    return failed('CW7006', { where: route, reason: `status ${status}` })
  } catch (error) {
    return failed('CW4006', { relay: origin.host, reason: error instanceof Error ? error.message : String(error) })
  } finally {
    socket.destroy()
  }
}
