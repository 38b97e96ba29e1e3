/** Ends a registration by the connector's own proof of possession: works without anybody being signed in. */
import { z } from 'zod'
import { channelHeaders, relayNoncePath } from '../../contract/channel.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { createProof } from '../../connector/identity/proof.ts'
import { apiAddress, callApi } from './control-plane-client.ts'
import { type Registration } from './door.ts'
import { type HttpDoor, networkFailure } from './http-door.ts'

/** Refusals that mean that there is nothing left to end: certificate revoked, connector gone. */
const alreadyEnded = new Set<string>(['CW4004', 'CW5003'])

export const endRegistration = async (
  registration: Registration,
  api: string,
  door: HttpDoor,
  now: () => Date,
  signal: AbortSignal,
): Promise<Result<undefined>> => {
  const { origin } = new URL(api)
  let nonce: string | null
  try {
    nonce = (await door.fetch(new URL(relayNoncePath, origin), { method: 'GET', signal })).headers.get(channelHeaders.nonce)
  } catch (error) {
    return { ok: false, failure: networkFailure(error, origin, signal) }
  }
  if (nonce === null) return failed('CW7006', { where: relayNoncePath, reason: 'no nonce' })
  const { key, chain, connectorId } = registration
  const proof = await createProof({ key, chain, connectorId, audience: origin, nonce, now: now().getTime() })
  const ended = await callApi(
    (url, method, body, headers) =>
      door.fetch(url, { method, body: body ?? null, headers: { ...headers, [channelHeaders.proof]: proof }, signal }),
    { url: apiAddress(api, 'connectors/self'), method: 'DELETE' },
    z.object({}),
    signal,
  )
  return ended.ok || alreadyEnded.has(ended.failure.code) ? succeeded(undefined) : ended
}
