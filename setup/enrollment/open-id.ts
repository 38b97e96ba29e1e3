/** OpenID Connect as both interactive ways in use it: provider metadata, DPoP key, and what its errors mean. */
import * as client from 'openid-client'
import { setupClient } from '../../contract/control-plane-api.ts'
import { type Failure, failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type HttpDoor, networkFailure } from './http-door.ts'
import { type AuthorizedFetch } from './control-plane-client.ts'

export interface OpenId {
  readonly configuration: client.Configuration
  readonly dpop: client.DPoPHandle
  /** The last answer of the pushed-request endpoint: it carries more than the standard does. */
  readonly pushed: () => unknown
}

/** The DPoP key lives in memory only and cannot be exported: with this process the token becomes useless. */
export const openOpenId = async (issuer: string, door: HttpDoor, signal: AbortSignal): Promise<Result<OpenId>> => {
  let pushedReply: unknown
  let pushedEndpoint: string | undefined
  const throughDoor: client.CustomFetch = async (url, { method, headers, body, signal: limit }) => {
    const signals = limit === undefined ? signal : AbortSignal.any([signal, limit])
    const answer = await door.fetch(url, { method, headers, body: bodyOf(body), signal: signals })
    if (url === pushedEndpoint)
      pushedReply = await answer
        .clone()
        .json()
        .catch(() => undefined)
    return answer
  }
  try {
    const configuration = await client.discovery(new URL(issuer), setupClient.id, undefined, client.None(), {
      [client.customFetch]: throughDoor,
    })
    pushedEndpoint = configuration.serverMetadata().pushed_authorization_request_endpoint
    const dpop = client.getDPoPHandle(configuration, await client.randomDPoPKeyPair('ES256'))
    return succeeded({ configuration, dpop, pushed: () => pushedReply })
  } catch (error) {
    return { ok: false, failure: openIdFailure(error, issuer, signal) }
  }
}

const bodyOf = (body: client.FetchBody): string | Uint8Array | URLSearchParams | null => {
  if (body === undefined || body === null) return null
  if (typeof body === 'string' || body instanceof Uint8Array || body instanceof URLSearchParams) return body
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  throw new TypeError('streams are not sent')
}

export const authorizedBy =
  ({ configuration, dpop }: OpenId, accessToken: string): AuthorizedFetch =>
  async (url, method, body, headers, signal) => {
    signal.throwIfAborted()
    try {
      return await client.fetchProtectedResource(configuration, accessToken, url, method, body, new Headers(headers), { DPoP: dpop })
    } catch (error) {
      if (error instanceof client.WWWAuthenticateChallengeError) return error.response
      throw error
    }
  }

/** What the provider's refusals and protocol errors mean to a person. */
export const openIdFailure = (error: unknown, issuer: string, signal?: AbortSignal): Failure => {
  if (signal?.aborted === true) return reasonOf(signal)
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError) {
    const description = error.error_description ?? ''
    if (error.error === 'access_denied') return failed('CW2010', {}, description).failure
    if (error.error === 'expired_token') return failed('CW2012', { minutes: signInMinutes }, description).failure
    if (error.error === 'unauthorized_client' || description.includes('CW2014'))
      return failed('CW2014', { method: 'device' }, description).failure
    return failed('CW7006', { where: issuer, reason: `${error.error} ${description}`.trim() }).failure
  }
  if (error instanceof client.ClientError) {
    const cause = error.cause instanceof Error ? error.cause.message : ''
    return /"?(state|iss)"?/.test(`${error.message} ${cause}`) && error.code === 'OAUTH_INVALID_RESPONSE'
      ? failed('CW2013', {}, `${error.message} ${cause}`).failure
      : failed('CW7006', { where: issuer, reason: `${error.message} ${cause}`.trim() }).failure
  }
  return networkFailure(error, issuer, signal)
}

const longestSignIn = 300
const askedFor = Number(process.env['CAUSEWAY_SIGN_IN_SECONDS'] ?? longestSignIn)

/** How long a person has. `CAUSEWAY_SIGN_IN_SECONDS` can only shorten it; tests of the time-out do. */
export const signInMinutes = (askedFor > 0 && askedFor < longestSignIn ? askedFor : longestSignIn) / 60

/** Aborted by the time limit or by the person. */
export const reasonOf = (signal: AbortSignal): Failure =>
  signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError'
    ? failed('CW2012', { minutes: signInMinutes }).failure
    : failed('CW2011').failure
