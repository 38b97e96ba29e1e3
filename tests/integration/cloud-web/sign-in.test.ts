import { fetch } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowDeviceSignIn } from '../../../cloud/sign-in/device-sign-in.ts'
import { setupClient } from '../../../contract/control-plane-api.ts'
import { SetupProgram } from './setup-program.ts'
import { password, startSignInServer, type SignInServer, withMe } from './sign-in-server.ts'
import { signInStepsAt } from './sign-in-steps.ts'
import { formsOf, type Page, type Visitor } from './visitor.ts'

let server: SignInServer
let setup: SetupProgram
const { visit, signIn, allow } = signInStepsAt(() => server)

beforeAll(async () => {
  server = await startSignInServer(withMe)
  setup = await SetupProgram.start(server)
})
afterAll(() => server.close())

const audited = async () => (await server.store.auditLog.list(server.people.operator.organizationId, { limit: 50 })).items

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
    expect((await audited())[0]).toMatchObject({ action: 'signIn.allowed', actor: 'operator@contoso.example', object: 'MUC-CONN-02' })
  })

  it('shows on the consent page who asks, from where, and for what', async () => {
    const asked = await setup.ask()
    const consent = await signIn(visit(), asked.address)
    for (const shown of [
      'MUC-CONN-02',
      'corp.contoso.example',
      'Windows Server 2022',
      'Munich',
      '127.0.0.1',
      'Contoso Maschinenbau Süddeutschland GmbH &amp; Co. KG',
      'operator@contoso.example',
      'Carry traffic',
      asked.reply.matching_words,
    ])
      expect(consent.text).toContain(shown)
    expect(consent.headers.get('content-security-policy')).toContain("form-action 'self' http://127.0.0.1:49321;")
  })

  it('speaks Chinese to a browser that does', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    visitor.language = 'zh-CN,zh;q=0.9,en;q=0.5'
    expect((await signIn(visitor, asked.address)).text).toContain('允许此服务器加入您的组织？')
  })

  it('needs no second sign-in in a browser that is signed in to the console, but consent every time', async () => {
    const visitor = visit()
    await visitor.submit(await visitor.go('/sign-in'), { email: 'operator@contoso.example', password })
    for (let time = 0; time < 2; time += 1) {
      const asked = await setup.ask()
      const consent = await visitor.go(asked.address)
      expect(consent.text).toContain(asked.reply.matching_words)
      expect((await visitor.submit(consent, {}, '/allow')).location).toContain('code=')
    }
  })

  it('lets somebody else sign in instead', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    const consent = await signIn(visitor, asked.address)
    const again = await visitor.submit(consent, {}, '/switch')
    const other = await visitor.submit(again, { email: 'owner@fabrikam.example', password }, '/password')
    expect(other.text).toContain('Fabrikam')
    expect(other.text).toContain(asked.reply.matching_words)
    const answer = await visitor.submit(other, {}, '/allow')
    const tokens = await setup.exchange(asked, answer.location ?? '')
    expect(tokens.claims()?.sub).toBe(server.people.stranger.id)
  })

  it('tells setup that the person refused', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    const answer = new URL((await visitor.submit(await signIn(visitor, asked.address), {}, '/refuse')).location ?? '')
    expect(Object.fromEntries(answer.searchParams)).toMatchObject({
      error: 'access_denied',
      error_description: 'CW2010',
      state: asked.state,
      iss: server.signIn.issuer,
    })
    expect((await audited())[0]).toMatchObject({ action: 'signIn.refused', outcome: 'refused' })
  })

  it('can be refused without signing in', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    expect((await visitor.submit(await visitor.go(asked.address), {}, '/refuse')).location).toContain('error=access_denied')
  })

  it('is not for readers', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    const consent = await signIn(visitor, asked.address, 'reader@contoso.example')
    expect(consent.text).toContain('reader@contoso.example may not enroll connectors')
    const [form] = formsOf(consent).filter(({ actions }) => actions[0]?.endsWith('/allow'))
    expect((await visitor.go(form?.actions[0] ?? '', { form: form?.hidden ?? {} })).status).toBe(403)
    expect((await visitor.submit(consent, {}, '/refuse')).location).toContain('error_description=CW2015')
  })
})

describe('what does not give a token', () => {
  it('a code used twice, and the token of its first use ends', async () => {
    const asked = await setup.ask()
    const answer = await allow(asked)
    const tokens = await setup.exchange(asked, answer)
    await expect(setup.exchange(asked, answer)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await setup.api(tokens.access_token)).status).toBe(401)
  })

  it('a code with the wrong PKCE verifier', async () => {
    const asked = await setup.ask()
    const answer = await allow(asked)
    await expect(setup.exchange(asked, answer, 'x'.repeat(43))).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('a request without PKCE, with plain PKCE, without PAR, or with a redirect to elsewhere', async () => {
    const push = async (change: Record<string, string | undefined>): Promise<{ status: number; body: unknown }> => {
      const parameters: Record<string, string | undefined> = {
        client_id: setupClient.id,
        response_type: 'code',
        redirect_uri: 'http://127.0.0.1:5000/callback',
        scope: setupClient.scope,
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
        ...change,
      }
      const body = new URLSearchParams(Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined))
      const response = await fetch(`${server.signIn.issuer}/request`, { method: 'POST', body, dispatcher: server.agent })
      return { status: response.status, body: await response.json() }
    }
    expect(await push({})).toMatchObject({ status: 201 })
    expect(await push({ redirect_uri: 'http://[::1]:5000/callback' })).toMatchObject({ status: 201 })
    expect(await push({ code_challenge: undefined, code_challenge_method: undefined })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    })
    expect(await push({ code_challenge_method: 'plain' })).toMatchObject({ status: 400 })
    for (const redirect of [
      'http://localhost:5000/callback',
      'http://127.0.0.1:5000/other',
      'https://evil.example/callback',
      'http://127.0.0.1.evil.example/callback',
      'http://127.0.0.1@evil.example/callback',
    ])
      expect(await push({ redirect_uri: redirect })).toMatchObject({ status: 400 })
    for (const machine of ['{', '[]', '{"name":""}', '{"name":5}', `{"name":"${'x'.repeat(64)}"}`, 'null'])
      expect(await push({ causeway_machine: machine })).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    const direct = new URLSearchParams({
      client_id: setupClient.id,
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:5000/callback',
      scope: setupClient.scope,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      state: 's',
    })
    const answer = await visit().go(`/oidc/auth?${direct.toString()}`)
    expect(answer.location ?? answer.text).toMatch(/invalid_request|CW5004/)
  })

  it('a token request without DPoP', async () => {
    const asked = await setup.ask()
    const code = new URL(await allow(asked)).searchParams.get('code') ?? ''
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: setupClient.id,
      code,
      redirect_uri: asked.redirect,
      code_verifier: asked.verifier,
    })
    const response = await fetch(`${server.signIn.issuer}/token`, { method: 'POST', body, dispatcher: server.agent })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: expect.stringMatching(/invalid_(request|grant|dpop_proof)/) as string })
  })

  it('a short address used before', async () => {
    const asked = await setup.ask()
    await visit().go(asked.reply.short_address)
    expect(await visit().go(asked.reply.short_address)).toMatchObject({ status: 410, text: expect.stringContaining('CW5010') as string })
  })

  it('a form sent from another browser or another site', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    const form = await visitor.go(asked.address)
    const [{ actions, hidden } = { actions: [], hidden: {} }] = formsOf(form)
    const send = { form: { ...hidden, email: 'operator@contoso.example', password } }
    const other = visit()
    expect((await other.ask(actions[0] ?? '', send)).status).toBe(403)
    expect(await visitor.ask(actions[0] ?? '', { ...send, headers: { origin: 'https://evil.example' } })).toMatchObject({
      status: 403,
      text: expect.stringContaining('CW5009') as string,
    })
    expect((await visitor.ask(actions[0] ?? '', { ...send, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await visitor.ask(actions[0] ?? '', { form: { email: 'operator@contoso.example', password } })).status).toBe(403)
  })
})

describe('device codes', () => {
  it('are off until an organization allows them, and then only for it', async () => {
    await expect(setup.startDevice()).rejects.toMatchObject({ error: 'unauthorized_client' })
    await allowDeviceSignIn(server.database, server.people.stranger.organizationId, true)
    const reply = await setup.startDevice()
    expect(reply['matching_words']).toMatch(/^[A-Z]{3,12} [0-9]{2}$/)
    const through = async (email: string, code: string): Promise<{ visitor: Visitor; consent: Page }> => {
      const visitor = visit()
      const confirm = await visitor.submit(await visitor.go(reply.verification_uri), { user_code: code })
      expect(confirm.text).toContain(code)
      const form = await visitor.submit(confirm)
      return { visitor, consent: await visitor.submit(form, { email, password }, '/password') }
    }
    const refused = await through('operator@contoso.example', reply.user_code)
    expect(refused.consent.text).toContain('does not allow this way to sign in')
    const second = await setup.startDevice()
    const { visitor, consent } = await through('owner@fabrikam.example', second.user_code)
    expect(consent.text).toContain(second['matching_words'])
    const done = await visitor.submit(consent, {}, '/allow')
    expect(done.text).toContain('You can close this tab')
    expect((await setup.pollDevice(second)).token_type).toBe('dpop')
  })

  it('show an unknown code as such', async () => {
    const visitor = visit()
    const page = await visitor.submit(await visitor.go('/oidc/device'), { user_code: 'BBBB-BBBB' })
    expect(page.text).toContain('There is no such code')
  })
})

describe('when time passes', () => {
  it('a short address ends after five minutes, and guessing is slowed down', async () => {
    const late = await setup.ask()
    server.clock.ahead += 5 * 60_000
    expect((await visit().go(late.reply.short_address)).status).toBe(410)
    server.clock.ahead += 61_000
    const statuses = new Set<number>()
    for (let count = 0; count < 12; count += 1) statuses.add((await visit().go(`/s/guess${count}xx`)).status)
    expect([...statuses]).toEqual([410, 429])
  })

  it('the form of a request ends with it', async () => {
    const asked = await setup.ask()
    const visitor = visit()
    const consent = await signIn(visitor, asked.address)
    server.clock.ahead += 6 * 60_000
    expect((await visitor.submit(consent, {}, '/allow')).status).toBe(410)
  })
})
