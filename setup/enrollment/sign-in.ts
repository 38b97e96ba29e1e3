/** A sign-in by a person: browser on this server, or a device code for any other device. Yields one DPoP-bound token, kept in memory only. */
import * as client from 'openid-client'
import { z } from 'zod'
import { PushedSignInReply, setupClient, type SignInMachine } from '../../contract/control-plane-api.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type Account, MatchingWords } from '../../contract/enrollment.ts'
import { type ConnectionFile } from '../../contract/connection-file.ts'
import { type AuthorizedFetch, type ControlPlaneClient, openControlPlaneClient } from './control-plane-client.ts'
import { type ControlPlane, firstIssue } from './discovery.ts'
import { type HttpDoor } from './http-door.ts'
import { openLoopbackListener } from './loopback-listener.ts'
import { authorizedBy, openIdFailure, openOpenId, type OpenId, signInMinutes } from './open-id.ts'

export interface SignedIn {
  readonly account: Account
  readonly expiresAt: Date
  readonly client: ControlPlaneClient
  readonly send: AuthorizedFetch
  /** Whether the role may make new locations. */
  readonly mayCreate: boolean
}

/** What a person needs to go on in a browser. */
export type SignInPrompt =
  | { method: 'browser'; words: string; shortAddress: string; address: string; expiresAt: Date }
  | { method: 'device'; words?: string | undefined; userCode: string; verificationAddress: string; expiresAt: Date }

export interface SignInOptions {
  readonly controlPlane: ControlPlane
  readonly door: HttpDoor
  readonly machine: SignInMachine
  /** The only organization that is accepted, when a connection file names one. */
  readonly organization?: ConnectionFile['organization'] | undefined
  readonly now: () => Date
  readonly prompt: (prompt: SignInPrompt) => void
}

export const signIn = async (method: 'browser' | 'device', options: SignInOptions, cancel: AbortSignal): Promise<Result<SignedIn>> => {
  const { controlPlane, door } = options
  const { issuer, signInMethods } = controlPlane.discovery
  if (!signInMethods.includes(method)) return failed('CW2014', { method })
  const signal = AbortSignal.any([cancel, AbortSignal.timeout(Math.round(signInMinutes * 60_000))])
  const openId = await openOpenId(issuer, door, signal)
  if (!openId.ok) return openId
  try {
    const tokens = await (method === 'browser' ? byBrowser(openId.value, options, signal) : byDevice(openId.value, options, signal))
    return tokens.ok ? await whoIs(openId.value, tokens.value, options, signal) : tokens
  } catch (error) {
    return { ok: false, failure: openIdFailure(error, issuer, signal) }
  }
}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>

const byBrowser = async (
  { configuration, dpop, pushed }: OpenId,
  { controlPlane, machine, now, prompt }: SignInOptions,
  signal: AbortSignal,
): Promise<Result<Tokens>> => {
  const listener = await openLoopbackListener()
  if (!listener.ok) return listener
  try {
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const nonce = client.randomNonce()
    const address = await client.buildAuthorizationUrlWithPAR(
      configuration,
      {
        redirect_uri: listener.value.redirectAddress,
        scope: setupClient.scope,
        response_type: 'code',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        dpop_jkt: await dpop.calculateThumbprint(),
        causeway_machine: JSON.stringify(machine),
      },
      { DPoP: dpop },
    )
    const reply = PushedSignInReply.safeParse(pushed())
    if (!reply.success) return failed('CW7006', { where: 'pushed sign-in request', reason: firstIssue(reply.error) })
    const { matching_words: words, short_address: shortAddress } = reply.data
    // The short address is opened by the system: it may only lead to the control plane itself.
    if (new URL(shortAddress).origin !== controlPlane.address)
      return failed('CW7006', { where: 'pushed sign-in request', reason: 'short_address lies elsewhere' })
    prompt({ method: 'browser', words, shortAddress, address: address.href, expiresAt: new Date(now().getTime() + signInMinutes * 60_000) })
    const answer = await listener.value.answer(signal)
    const { searchParams } = answer
    if (searchParams.get('state') !== state) return failed('CW2013', {}, 'state differs')
    if (searchParams.get('iss') !== configuration.serverMetadata().issuer) return failed('CW2013', {}, 'iss differs')
    return succeeded(
      await client.authorizationCodeGrant(
        configuration,
        answer,
        { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
        undefined,
        { DPoP: dpop },
      ),
    )
  } finally {
    listener.value.close()
  }
}

const byDevice = async (
  { configuration, dpop }: OpenId,
  { machine, now, prompt }: SignInOptions,
  signal: AbortSignal,
): Promise<Result<Tokens>> => {
  const reply = await client.initiateDeviceAuthorization(configuration, {
    scope: setupClient.scope,
    causeway_machine: JSON.stringify(machine),
  })
  const words = MatchingWords.safeParse(reply['matching_words'])
  const verification = z.url({ protocol: /^https$/ }).safeParse(reply.verification_uri)
  if (!verification.success)
    return failed('CW7006', { where: 'device authorization', reason: `verification_uri: ${firstIssue(verification.error)}` })
  prompt({
    method: 'device',
    words: words.success ? words.data : undefined,
    userCode: reply.user_code.slice(0, 40),
    verificationAddress: verification.data,
    expiresAt: new Date(now().getTime() + Math.min(reply.expires_in, signInMinutes * 60) * 1000),
  })
  return succeeded(await client.pollDeviceAuthorizationGrant(configuration, reply, undefined, { DPoP: dpop, signal }))
}

const whoIs = async (
  openId: OpenId,
  tokens: Tokens,
  { controlPlane, organization, now }: SignInOptions,
  signal: AbortSignal,
): Promise<Result<SignedIn>> => {
  const { issuer, api } = controlPlane.discovery
  if (tokens.token_type.toLowerCase() !== 'dpop') return failed('CW7006', { where: issuer, reason: 'the token is not bound to our key' })
  const send = authorizedBy(openId, tokens.access_token)
  const access = openControlPlaneClient(api, send)
  const me = await access.me(signal)
  if (!me.ok) return me
  const { name, email, role, organization: found } = me.value
  if (organization !== undefined && organization.id !== found.id)
    return failed('CW2016', { expected: organization.name, found: found.name })
  if (role === 'reader') return failed('CW2015', { account: email, organization: found.name, role })
  return succeeded({
    account: { name, email, organization: found.name, organizationId: found.id },
    expiresAt: new Date(now().getTime() + (tokens.expires_in ?? 600) * 1000),
    client: access,
    send,
    mayCreate: true,
  })
}
