/** What setup, or another program, does to sign in: pushed request with PKCE and DPoP, and the code exchanged for a token. Built on openid-client. */
import * as client from 'openid-client'
import { fetch } from 'undici'
import { PushedSignInReply, setupClient, type SignInMachine } from '../../../contract/control-plane-api.ts'
import { type SignInServer } from './sign-in-server.ts'

/** What of a control plane a program needs. */
export type Reachable = Pick<SignInServer, 'origin' | 'agent'> & { signIn: { issuer: string } }

export const machine: SignInMachine = {
  name: 'MUC-CONN-02',
  operatingSystem: 'Windows Server 2022',
  domain: 'corp.contoso.example',
  location: 'Munich',
}

export interface Asked {
  reply: PushedSignInReply
  /** Path with query of the authorization endpoint. */
  address: string
  verifier: string
  state: string
  redirect: string
}

export class SetupProgram {
  readonly #server: Reachable
  readonly #scope: string
  readonly #configuration: client.Configuration
  readonly keys: client.CryptoKeyPair
  readonly dpop: client.DPoPHandle
  lastBody: unknown

  private constructor(server: Reachable, scope: string, configuration: client.Configuration, keys: client.CryptoKeyPair) {
    this.#server = server
    this.#scope = scope
    this.#configuration = configuration
    this.keys = keys
    this.dpop = client.getDPoPHandle(configuration, keys)
    configuration[client.customFetch] = this.fetch
  }

  static async start(server: Reachable, program: { id: string; scope: string } = setupClient): Promise<SetupProgram> {
    const reach: client.CustomFetch = (url, options) =>
      fetch(url, { ...(options as object), dispatcher: server.agent }) as unknown as Promise<Response>
    const configuration = await client.discovery(new URL(server.signIn.issuer), program.id, undefined, client.None(), {
      [client.customFetch]: reach,
    })
    return new SetupProgram(server, program.scope, configuration, await client.randomDPoPKeyPair('ES256'))
  }

  readonly fetch: client.CustomFetch = async (url, options) => {
    const response = await fetch(url, { ...(options as object), dispatcher: this.#server.agent })
    const text = await response.text()
    this.lastBody = text.startsWith('{') ? JSON.parse(text) : text
    return new Response(text === '' ? null : text, { status: response.status, headers: [...response.headers] })
  }

  async ask(parameters: Record<string, string> = {}): Promise<Asked> {
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const redirect = parameters['redirect_uri'] ?? 'http://127.0.0.1:49321/callback'
    const url = await client.buildAuthorizationUrlWithPAR(
      this.#configuration,
      {
        redirect_uri: redirect,
        scope: this.#scope,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        causeway_machine: JSON.stringify(machine),
        ...parameters,
      },
      { DPoP: this.dpop },
    )
    return { reply: PushedSignInReply.parse(this.lastBody), address: `${url.pathname}${url.search}`, verifier, state, redirect }
  }

  exchange(asked: Asked, answer: string, verifier = asked.verifier): ReturnType<typeof client.authorizationCodeGrant> {
    return client.authorizationCodeGrant(
      this.#configuration,
      new URL(answer),
      { pkceCodeVerifier: verifier, expectedState: asked.state },
      undefined,
      { DPoP: this.dpop },
    )
  }

  /** Asks the API of the test server. A challenge is an answer like any other. */
  async api(accessToken: string, path = '/v1/me', method = 'GET', body?: unknown): Promise<Response> {
    try {
      return await client.fetchProtectedResource(
        this.#configuration,
        accessToken,
        new URL(path, this.#server.origin),
        method,
        body === undefined ? undefined : JSON.stringify(body),
        new Headers(body === undefined ? {} : { 'content-type': 'application/json' }),
        { DPoP: this.dpop },
      )
    } catch (error) {
      if (error instanceof client.WWWAuthenticateChallengeError) return error.response
      throw error
    }
  }

  startDevice(): ReturnType<typeof client.initiateDeviceAuthorization> {
    return client.initiateDeviceAuthorization(this.#configuration, { scope: this.#scope, causeway_machine: JSON.stringify(machine) })
  }

  pollDevice(
    reply: Awaited<ReturnType<typeof client.initiateDeviceAuthorization>>,
  ): ReturnType<typeof client.pollDeviceAuthorizationGrant> {
    return client.pollDeviceAuthorizationGrant(this.#configuration, { ...reply, interval: 0.05 }, undefined, { DPoP: this.dpop })
  }
}
