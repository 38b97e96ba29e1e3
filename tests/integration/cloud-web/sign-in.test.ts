import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SetupProgram, type Asked } from './setup-program.ts'
import { password, startSignInServer, type SignInServer } from './sign-in-server.ts'
import { type Page, Visitor } from './visitor.ts'

let server: SignInServer
let setup: SetupProgram

beforeAll(async () => {
  server = await startSignInServer(async (fastify, { signIn }) => {
    fastify.get('/v1/me', async (request, reply) => {
      const result = await signIn.verifyAccessToken(request.raw)
      return result.ok ? result.value : reply.code(401).send(result.failure)
    })
  })
  setup = await SetupProgram.start(server)
})
afterAll(() => server.close())

const visit = (): Visitor => new Visitor(server.origin, server.agent)

const signIn = async (visitor: Visitor, address: string, email = 'operator@contoso.example'): Promise<Page> => {
  const form = await visitor.go(address)
  expect(form.status, form.text).toBe(200)
  return visitor.submit(form, { email, password }, '/password')
}

const allow = async (asked: Asked, address = asked.address, email?: string): Promise<string> => {
  const visitor = visit()
  const consent = await signIn(visitor, address, email)
  expect(consent.text).toContain(asked.reply.matching_words)
  const answer = await visitor.submit(consent, {}, '/allow')
  expect(answer.location).toMatch(/^http:\/\/127\.0\.0\.1:49321\/callback\?/)
  return answer.location ?? ''
}

describe('a sign-in of setup', () => {
  it('gives a DPoP-bound token through the short address', async () => {
    const asked = await setup.ask()
    expect(asked.reply.matching_words).toMatch(/^[A-Z]{3,12} [0-9]{2}$/)
    const answer = await allow(asked, asked.reply.short_address)
    const tokens = await setup.exchange(asked, answer)
    expect(tokens.token_type).toBe('dpop')
    expect(tokens.expires_in).toBe(600)
    expect(tokens.refresh_token).toBeUndefined()
    expect(tokens.claims()).toMatchObject({ email: 'operator@contoso.example', organization_id: server.people.operator.organizationId })
    const me = await setup.api(tokens.access_token)
    expect(await me.json()).toMatchObject({
      subject: server.people.operator.id,
      organizationId: server.people.operator.organizationId,
      role: 'operator',
      scopes: ['openid', 'profile', 'connector:enroll'],
    })
  })
})
