import { createHash, randomUUID } from 'node:crypto'
import { exportJWK, SignJWT } from 'jose'
import { fetch } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SetupProgram } from './setup-program.ts'
import { startSignInServer, type SignInServer, withMe } from './sign-in-server.ts'
import { signInStepsAt } from './sign-in-steps.ts'

let server: SignInServer
let setup: SetupProgram
const { allow } = signInStepsAt(() => server)

beforeAll(async () => {
  server = await startSignInServer(withMe)
  setup = await SetupProgram.start(server)
})
afterAll(() => server.close())

describe('the door of the API', () => {
  let token: string
  beforeAll(async () => {
    const asked = await setup.ask()
    token = (await setup.exchange(asked, await allow(asked))).access_token
  })

  const proof = async (change: Record<string, unknown> = {}, keys = setup.keys): Promise<string> =>
    new SignJWT({
      jti: randomUUID(),
      htm: 'GET',
      htu: `${server.origin}/v1/me`,
      iat: Math.floor(server.clock.now / 1000),
      ath: createHash('sha256').update(token).digest('base64url'),
      ...change,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await exportJWK(keys.publicKey) })
      .sign(keys.privateKey)
  const ask = async (headers: Record<string, string>): Promise<unknown> =>
    (await fetch(`${server.origin}/v1/me?x=1`, { headers, dispatcher: server.agent })).json()

  it('opens to a token with its proof, once', async () => {
    const dpop = await proof()
    expect(await ask({ authorization: `DPoP ${token}`, dpop })).toMatchObject({ role: 'operator' })
    expect(await ask({ authorization: `DPoP ${token}`, dpop })).toMatchObject({ code: 'CW2023' })
  })

  it.each([
    ['no proof', async () => ({ authorization: `DPoP ${token}` })],
    ['the token as Bearer', async () => ({ authorization: `Bearer ${token}` })],
    ['another method', async () => ({ authorization: `DPoP ${token}`, dpop: await proof({ htm: 'POST' }) })],
    ['another address', async () => ({ authorization: `DPoP ${token}`, dpop: await proof({ htu: `${server.origin}/v1/locations` }) })],
    ['another host', async () => ({ authorization: `DPoP ${token}`, dpop: await proof({ htu: 'https://evil.example/v1/me' }) })],
    ['another token', async () => ({ authorization: `DPoP ${token}`, dpop: await proof({ ath: 'x' }) })],
    [
      'an old proof',
      async () => ({ authorization: `DPoP ${token}`, dpop: await proof({ iat: Math.floor(server.clock.now / 1000) - 400 }) }),
    ],
    [
      'a proof from the future',
      async () => ({ authorization: `DPoP ${token}`, dpop: await proof({ iat: Math.floor(server.clock.now / 1000) + 400 }) }),
    ],
    ['another key', async () => ({ authorization: `DPoP ${token}`, dpop: await proof({}, (await SetupProgram.start(server)).keys) })],
    ['garbage', async () => ({ authorization: `DPoP ${token}`, dpop: 'a.b.c' })],
  ])('stays shut to %s', async (_name, headers) => {
    expect(await ask(await headers())).toMatchObject({ code: 'CW2023' })
  })

  it('stays shut to no token and to a token nobody gave', async () => {
    expect(await ask({})).toMatchObject({ code: 'CW5001' })
    expect(await ask({ authorization: 'DPoP nonsense', dpop: await proof() })).toMatchObject({ code: 'CW5001' })
  })
})
