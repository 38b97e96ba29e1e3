/**
 * An example of a program that uses the API `/v1` with a person's own role (docs/control-plane.md):
 *
 *   node scripts/api.ts sign-in <connection file> <token file>
 *   node scripts/api.ts <GET|POST|PUT|PATCH|DELETE> <path> [<JSON body>] <token file>
 *
 * The token file is made for its owner alone (0600) and holds the token with the key that it is bound to (RFC 9449): who has the
 * file has the person's role for an hour. Nothing secret is printed.
 */
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { exportJWK, importJWK, type JWK } from 'jose'
import * as client from 'openid-client'
import { Agent, fetch } from 'undici'
import { z } from 'zod'
import { ConnectionFile } from '../contract/connection-file.ts'
import { apiClient, Discovery, discoveryPath, PushedSignInReply } from '../contract/control-plane-api.ts'

const usage = `Usage: node scripts/api.ts sign-in <connection file> <token file>
       node scripts/api.ts <GET|POST|PUT|PATCH|DELETE> <path> [<JSON body>] <token file>`

const PublicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() })
const PrivateKey = PublicKey.extend({ d: z.string() })
const TokenFile = z.object({ connection: ConnectionFile, token: z.string(), publicKey: PublicKey, privateKey: PrivateKey })
type TokenFile = z.infer<typeof TokenFile>

/** Milliseconds that the person has. */
const patience = 5 * 60_000

/** openid-client that trusts the control plane's own certificate authority; `last` is the newest answer's text. */
const openIdOf = async ({ controlPlane, certificateAuthorities }: ConnectionFile) => {
  const dispatcher = new Agent(certificateAuthorities.length === 0 ? {} : { connect: { ca: certificateAuthorities.join('\n') } })
  const answers = { last: '' }
  const reach: client.CustomFetch = async (url, options) => {
    const answer = await fetch(url, { ...(options as object), dispatcher })
    answers.last = await answer.text()
    return new Response(answers.last === '' ? null : answers.last, { status: answer.status, headers: [...answer.headers] })
  }
  const { issuer } = Discovery.parse(await (await fetch(new URL(discoveryPath, controlPlane), { dispatcher })).json())
  const configuration = await client.discovery(new URL(issuer), apiClient.id, undefined, client.None(), { [client.customFetch]: reach })
  return { configuration, answers, close: () => dispatcher.close() }
}

/** Waits on the loopback address for the browser's answer (RFC 8252, section 7.3). */
const listen = async (): Promise<{ redirect: string; answer: Promise<URL>; close: () => void }> => {
  const { promise: answer, resolve } = Promise.withResolvers<URL>()
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '', redirect)
    const ours = url !== null && url.pathname === apiClient.redirectPath && request.headers.host === new URL(redirect).host
    response.writeHead(ours ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' })
    response.end(ours ? 'You can close this tab.\n' : '')
    if (ours) resolve(url)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const redirect = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}${apiClient.redirectPath}`
  return { redirect, answer, close: () => server.close() }
}

const signIn = async (connectionFile: string, tokenFile: string): Promise<void> => {
  const connection = ConnectionFile.parse(JSON.parse(readFileSync(connectionFile, 'utf8')))
  const { configuration, answers, close } = await openIdOf(connection)
  const keys = await client.randomDPoPKeyPair('ES256', { extractable: true })
  const DPoP = client.getDPoPHandle(configuration, keys)
  const listener = await listen()
  try {
    const pkceCodeVerifier = client.randomPKCECodeVerifier()
    const expectedState = client.randomState()
    const parameters = {
      redirect_uri: listener.redirect,
      scope: apiClient.scope,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      causeway_machine: JSON.stringify({ name: hostname().slice(0, 63) }),
    }
    await client.buildAuthorizationUrlWithPAR(configuration, parameters, { DPoP })
    const { short_address, matching_words } = PushedSignInReply.parse(JSON.parse(answers.last))
    process.stdout.write(`Open ${short_address}\nand allow it only when the page shows ${matching_words}\n`)
    const late = new Promise<never>((_resolve, reject) => {
      AbortSignal.timeout(patience).addEventListener('abort', () => reject(new Error('nobody answered within five minutes')))
    })
    const answer = await Promise.race([listener.answer, late])
    const tokens = await client.authorizationCodeGrant(configuration, answer, { pkceCodeVerifier, expectedState }, undefined, { DPoP })
    const content: TokenFile = TokenFile.parse({
      connection,
      token: tokens.access_token,
      publicKey: await exportJWK(keys.publicKey),
      privateKey: await exportJWK(keys.privateKey),
    })
    // The mode counts only for a file that is made: one that is there already could be open to others.
    rmSync(tokenFile, { force: true })
    writeFileSync(tokenFile, JSON.stringify(content), { mode: 0o600, flag: 'wx' })
    process.stdout.write(`Signed in for ${tokens.expires_in ?? 0} seconds: ${tokenFile}\n`)
  } finally {
    listener.close()
    await close()
  }
}

const call = async (method: string, path: string, body: string | undefined, tokenFile: string): Promise<void> => {
  const { connection, token, publicKey, privateKey } = TokenFile.parse(JSON.parse(readFileSync(tokenFile, 'utf8')))
  const { configuration, close } = await openIdOf(connection)
  const keyOf = async (jwk: JWK) => (await importJWK(jwk, 'ES256')) as CryptoKey
  const DPoP = client.getDPoPHandle(configuration, { publicKey: await keyOf(publicKey), privateKey: await keyOf(privateKey) })
  const headers = new Headers(body === undefined ? {} : { 'content-type': 'application/json' })
  const url = new URL(path, connection.controlPlane)
  if (url.origin !== new URL(connection.controlPlane).origin) throw new Error(`${path} is not a path of the control plane`)
  try {
    const answer = await client
      .fetchProtectedResource(configuration, token, url, method, body, headers, { DPoP })
      .catch((error: unknown) => {
        if (error instanceof client.WWWAuthenticateChallengeError) return error.response
        throw error
      })
    process.stdout.write(`${await answer.text()}\n`)
    if (!answer.ok) process.exitCode = 1
  } finally {
    await close()
  }
}

const [command, ...rest] = process.argv.slice(2)
const [first, second, third] = rest
if (command === 'sign-in' && first !== undefined && second !== undefined) await signIn(first, second)
else if (/^(GET|POST|PUT|PATCH|DELETE)$/.test(command ?? '') && first !== undefined && second !== undefined)
  await call(command ?? '', first, third === undefined ? undefined : second, third ?? second)
else {
  process.stderr.write(`${usage}\n`)
  process.exitCode = 3
}
