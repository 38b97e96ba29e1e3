/** A program that administers an organization with the role of the person who allowed it: real sign-in, real tokens, real TLS. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Agent, fetch } from 'undici'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ControlPlane, startControlPlane } from '../../../cloud/control-plane.ts'
import { createSignIn } from '../../../cloud/sign-in/sign-in.ts'
import { type SignIn } from '../../../cloud/sign-in/sign-in-api.ts'
import { apiClient, apiScope, type Role, setupClient } from '../../../contract/control-plane-api.ts'
import { type LocationId, type OrganizationId } from '../../../contract/ids.ts'
import { Secret } from '../../../contract/secret.ts'
import { databaseTemplate } from '../../fakes/database-template.ts'
import { readableLog } from '../../fakes/silent-log.ts'
import { SetupProgram, type Asked } from '../cloud-web/setup-program.ts'
import { formsOf, type Page, Visitor } from '../cloud-web/visitor.ts'

const password = 'correct horse battery staple'
let controlPlane: ControlPlane
let agent: Agent
let signIn: SignIn
let program: SetupProgram
let setup: SetupProgram
let foreign: LocationId

const addPerson = async (organizationId: OrganizationId, role: Role): Promise<void> => {
  const email = `${role}@contoso.example`
  const user = await controlPlane.store.users.create(organizationId, { email, name: role, role }, new Date())
  await signIn.setPassword(user.id, new Secret(password))
}

beforeAll(async () => {
  const started = await startControlPlane({
    log: readableLog().log,
    databaseTemplate: await databaseTemplate(),
    signIn: async (options) => (signIn = await createSignIn(options)),
  })
  if (!started.ok) throw new Error(JSON.stringify(started.failure))
  controlPlane = started.value
  agent = new Agent({ connect: { ca: controlPlane.connectionFile.certificateAuthorities.join('') } })
  const first = await controlPlane.store.organizations.first()
  if (first === undefined) throw new Error('no organization')
  for (const role of ['owner', 'reader'] as const) await addPerson(first.id, role)
  const fabrikam = await controlPlane.store.organizations.create('Fabrikam', new Date())
  const theirs = await controlPlane.store.locations.create(fabrikam.id, 'Theirs', new Date())
  if (!theirs.ok) throw new Error(theirs.failure.code)
  foreign = theirs.value.id
  const reached = { origin: controlPlane.address, agent, signIn }
  program = await SetupProgram.start(reached, apiClient)
  setup = await SetupProgram.start(reached, setupClient)
})
afterAll(async () => {
  await agent.destroy()
  await controlPlane.stop(500)
})

const consentOf = async (asked: Asked, role: Role, address = asked.reply.short_address): Promise<{ visitor: Visitor; consent: Page }> => {
  const visitor = new Visitor(controlPlane.address, agent)
  const form = await visitor.go(address)
  return { visitor, consent: await visitor.submit(form, { email: `${role}@contoso.example`, password }, '/password') }
}
const tokenOf = async (by: SetupProgram, role: Role): Promise<{ token: string; seconds: number | undefined }> => {
  const asked = await by.ask()
  const { visitor, consent } = await consentOf(asked, role)
  const answer = await visitor.submit(consent, {}, '/allow')
  const tokens = await by.exchange(asked, answer.location ?? '')
  expect(tokens).toMatchObject({ token_type: 'dpop' })
  expect(tokens.refresh_token).toBeUndefined()
  return { token: tokens.access_token, seconds: tokens.expires_in }
}
const call = async (
  by: SetupProgram,
  token: string,
  path: string,
  method = 'GET',
  body?: unknown,
): Promise<{ status: number; body: unknown }> => {
  const answer = await by.api(token, path, method, body)
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

describe('an owner’s program', () => {
  it('is allowed on a page that says what it may do, and works for an hour', async () => {
    const asked = await program.ask()
    const { consent } = await consentOf(asked, 'owner', asked.address)
    for (const shown of ['Let a program manage your organization?', 'Manage this organization as you may', asked.reply.matching_words])
      expect(consent.text).toContain(shown)
    expect(consent.text).not.toContain('Carry traffic')
    expect((await tokenOf(program, 'owner')).seconds).toBe(3600)
  })

  it('lists, makes, renames and deletes locations, and all of it is audited under the person', async () => {
    const { token } = await tokenOf(program, 'owner')
    expect(await call(program, token, '/v1/me')).toMatchObject({ body: { role: 'owner', scopes: ['openid', 'profile', apiScope] } })
    const made = await call(program, token, '/v1/locations', 'POST', { name: 'Ulm' })
    expect(made).toMatchObject({ status: 201, body: { name: 'Ulm' } })
    const { id } = made.body as { id: string }
    expect(await call(program, token, '/v1/locations')).toMatchObject({ status: 200, body: { items: [{ id, name: 'Ulm' }] } })
    expect((await call(program, token, `/v1/locations/${id}`, 'PATCH', { name: 'Neu-Ulm' })).status).toBe(200)
    expect((await call(program, token, `/v1/locations/${id}`, 'DELETE')).status).toBe(204)
    const { items } = (await call(program, token, '/v1/audit')).body as { items: { action: string; actor: string }[] }
    for (const action of ['signIn.allowed', 'location.created', 'location.renamed', 'location.deleted'])
      expect(items).toContainEqual(expect.objectContaining({ action, actor: 'owner@contoso.example' }))
  })

  it('finds no row of another organization', async () => {
    const { token } = await tokenOf(program, 'owner')
    for (const [path, method, body] of [
      [`/v1/locations/${foreign}`, 'GET', undefined],
      [`/v1/locations/${foreign}`, 'PATCH', { name: 'Taken over' }],
      [`/v1/locations/${foreign}`, 'DELETE', undefined],
    ] as const)
      expect(await call(program, token, path, method, body), `${method} ${path}`).toMatchObject({ status: 404, body: { code: 'CW5003' } })
    expect(JSON.stringify((await call(program, token, '/v1/locations')).body)).not.toContain(foreign)
  })

  it('cannot use the token with another key', async () => {
    const { token } = await tokenOf(program, 'owner')
    expect(await call(setup, token, '/v1/me')).toMatchObject({ status: 401, body: { code: 'CW2023' } })
  })
})

describe('a reader’s program', () => {
  it('reads and is refused what changes', async () => {
    const { token } = await tokenOf(program, 'reader')
    expect((await call(program, token, '/v1/locations')).status).toBe(200)
    expect(await call(program, token, '/v1/locations', 'POST', { name: 'x' })).toMatchObject({ status: 403, body: { code: 'CW5002' } })
    expect(await call(program, token, '/v1/audit')).toMatchObject({ status: 403, body: { code: 'CW5002' } })
  })
})

describe('a token of setup', () => {
  it('administers nothing, though an owner allowed it', async () => {
    const { token, seconds } = await tokenOf(setup, 'owner')
    expect(seconds).toBe(600)
    for (const [path, method, body] of [
      [`/v1/service-keys`, 'POST', { name: 'x' }],
      ['/v1/audit', 'GET', undefined],
      ['/v1/enrollment-tokens', 'GET', undefined],
    ] as const)
      expect(await call(setup, token, path, method, body), path).toMatchObject({ status: 403, body: { code: 'CW5002' } })
  })

  it('cannot be asked for with the scope of programs, nor by programs with the scope of setup', async () => {
    await expect(setup.ask({ scope: `openid ${apiScope}` })).rejects.toMatchObject({ error: 'invalid_scope' })
    await expect(program.ask({ scope: setupClient.scope })).rejects.toMatchObject({ error: 'invalid_scope' })
  })
})

describe('the client of programs', () => {
  it('has the rules of setup: loopback only, PKCE S256, no device codes', async () => {
    for (const change of [
      { redirect_uri: 'http://localhost:5000/callback' },
      { redirect_uri: 'https://evil.example/callback' },
      { redirect_uri: 'http://127.0.0.1:5000/other' },
      { code_challenge_method: 'plain' },
    ])
      await expect(program.ask(change)).rejects.toMatchObject({ status: 400 })
    await expect(program.startDevice()).rejects.toMatchObject({ error: expect.stringMatching(/unauthorized_client|invalid_/) as string })
  })

  it('offers somebody who is not the one to sign in anew, with the same words', async () => {
    const asked = await program.ask()
    const { visitor, consent } = await consentOf(asked, 'reader')
    const again = await visitor.submit(consent, {}, '/switch')
    expect(formsOf(again).length).toBeGreaterThan(0)
    const other = await visitor.submit(again, { email: 'owner@contoso.example', password }, '/password')
    expect(other.text).toContain(asked.reply.matching_words)
    expect((await visitor.submit(other, {}, '/allow')).location).toContain('code=')
  })
})

describe('scripts/api.ts', () => {
  const script = (...values: string[]) => {
    const child = spawn(process.execPath, [resolve('scripts/api.ts'), ...values], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { out: '', err: '' }
    child.stdout.on('data', (piece: Buffer) => (said.out += piece.toString()))
    child.stderr.on('data', (piece: Buffer) => (said.err += piece.toString()))
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }))
    return { said, ended }
  }

  it('signs in into a file for its owner alone and calls the API with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'causeway-api-'))
    try {
      const file = join(folder, 'token.json')
      const { said, ended } = script('sign-in', controlPlane.connectionFilePath, file)
      const address = await vi.waitFor(
        () => {
          const [, found] = /Open (https:\S+)\nand allow it only when the page shows [A-Z]+ \d\d\n/.exec(said.out) ?? []
          if (found === undefined) throw new Error(said.err)
          return found
        },
        { timeout: 30_000 },
      )
      const visitor = new Visitor(controlPlane.address, agent)
      const consent = await visitor.submit(await visitor.go(address), { email: 'owner@contoso.example', password }, '/password')
      const { location = '' } = await visitor.submit(consent, {}, '/allow')
      expect(await (await fetch(location)).text()).toContain('You can close this tab')
      const { code, out, err } = await ended
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      const { token } = JSON.parse(await readFile(file, 'utf8')) as { token: string }
      expect(out).not.toContain(token)
      const made = await script('POST', '/v1/locations', '{"name":"Passau"}', file).ended
      expect(made).toMatchObject({ code: 0, out: expect.stringContaining('"Passau"') as string })
      const refused = await script('POST', '/v1/locations', '{"name":"Passau"}', file).ended
      expect(refused).toMatchObject({ code: 1, out: expect.stringContaining('CW5005') as string })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
