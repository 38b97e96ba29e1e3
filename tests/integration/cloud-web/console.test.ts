/** The console as a browser sees it. Long: one control plane, which takes seconds to start, serves every page. */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fetch } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConnectionFile } from '../../../contract/connection-file.ts'
import { type Location } from '../../../contract/control-plane-api.ts'
import { type ConnectorId } from '../../../contract/ids.ts'
import { ParametersFile } from '../../../contract/parameters-file.ts'
import { Secret } from '../../../contract/secret.ts'
import { addConnector, addLocation, addSamples } from './sample-data.ts'
import { password, startSignInServer, type SignInServer } from './sign-in-server.ts'
import { formsOf, type Page, Visitor } from './visitor.ts'

let server: SignInServer
let samples: Awaited<ReturnType<typeof addSamples>>
let foreign: { location: Location; connector: ConnectorId }

beforeAll(async () => {
  server = await startSignInServer()
  samples = await addSamples(server)
  const { organizationId } = server.people.stranger
  const location = await addLocation(server, 'Fabrikam site', organizationId)
  foreign = { location, connector: await addConnector(server, location, 'FAB-01', true, organizationId) }
})
afterAll(() => server.close())

const as = async (role: keyof SignInServer['people']): Promise<Visitor> => {
  const visitor = new Visitor(server.origin, server.agent)
  await visitor.submit(await visitor.go('/sign-in'), { email: server.people[role].email, password })
  return visitor
}

/** Posts to an address with a guard that is right, whether or not a form for it is shown. */
const post = async (visitor: Visitor, path: string, fields: Record<string, string> = {}): Promise<Page> => {
  const [form] = formsOf(await visitor.go('/console/locations'))
  return visitor.go(path, { form: { guard: form?.hidden['guard'] ?? '', ...fields } })
}

describe('the console', () => {
  it('asks to sign in and leads back', async () => {
    const visitor = new Visitor(server.origin, server.agent)
    const form = await visitor.go('/console/connectors')
    expect(form.url).toContain('/sign-in?return=%2Fconsole%2Fconnectors')
    expect((await visitor.submit(form, { email: 'reader@contoso.example', password })).url).toBe(`${server.origin}/console/connectors`)
  })

  it('lists locations, most urgent first, each with its reason', async () => {
    const { text } = await (await as('reader')).go('/')
    const order = ['Nuremberg test laboratory', 'Munich', 'Augsburg', 'Regensburg'].map((name) => text.indexOf(`>${name}`))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    for (const shown of [
      '1 of 4 cut off',
      'Cut off for 38 min',
      '3 resources cannot be reached.',
      'Add a second connector to Munich',
      '3 connectors connected',
      'Nothing here can be reached',
    ])
      expect(text).toContain(shown)
    expect(text).not.toContain('Fabrikam')
  })

  it('tells changes to the script as parts of the page', async () => {
    const visitor = await as('reader')
    const ask = async (): Promise<unknown> =>
      JSON.parse((await visitor.ask('/console/live/locations', { headers: { accept: 'application/json' } })).text)
    expect(await ask()).toMatchObject({
      rows: { html: expect.stringContaining('MUC-CONN-01') as string },
      summary: { said: expect.stringContaining('1 of 4 cut off') as string },
    })
    const extra = await addConnector(server, samples.regensburg, 'RGB-CONN-01', true)
    expect(await ask()).toMatchObject({ rows: { html: expect.stringContaining('RGB-CONN-01') as string } })
    await server.store.connectors.revoke(server.people.owner.organizationId, extra, new Date())
    expect(
      (await new Visitor(server.origin, server.agent).ask('/console/live/locations', { headers: { accept: 'application/json' } })).status,
    ).toBe(401)
  })

  it('makes, renames and deletes locations', async () => {
    const visitor = await as('operator')
    const form = await visitor.go('/console/locations/new')
    const made = await visitor.submit(form, { name: 'Passau <b>' }, '/console/locations')
    expect(made.text).toContain('Passau &lt;b&gt;')
    expect((await visitor.submit(form, { name: 'passau <b>' }, '/console/locations')).status).toBe(409)
    expect((await visitor.submit(form, { name: ' ' }, '/console/locations')).status).toBe(400)
    const renamed = await visitor.submit(made, { name: 'Passau' }, '/name')
    expect(renamed.text).toContain('<h1>Passau</h1>')
    const path = new URL(renamed.url).pathname
    const deleted = await visitor.submit(await visitor.go(`${path}/delete`), {}, '/delete')
    expect(deleted.text).toContain('The location is deleted')
    expect((await visitor.go(path)).status).toBe(404)
    expect((await post(visitor, `/console/locations/${samples.munich.id}/delete`)).status).toBe(409)
  })

  it('publishes and withdraws resources', async () => {
    const visitor = await as('operator')
    const page = await visitor.go(`/console/locations/${samples.munich.id}`)
    const published = await visitor.submit(
      page,
      { name: 'rdp-1', protocol: 'tcp', target: 'desktop-1.corp.contoso.example:3389' },
      '/resources',
    )
    expect(published.text).toContain(`${samples.munich.id}/<wbr />rdp-1`)
    for (const wrong of [
      { name: 'Not Good', protocol: 'tcp', target: 'a:1' },
      { name: 'x', protocol: 'udp', target: 'a:1' },
      { name: 'x', protocol: 'tcp', target: 'no port' },
      { name: 'x', protocol: 'web', target: 'javascript:alert(1)' },
    ])
      expect((await visitor.submit(page, wrong, '/resources')).status).toBe(400)
    expect((await visitor.submit(page, { name: 'rdp-1', protocol: 'tcp', target: 'b:1' }, '/resources')).status).toBe(409)
    const resource =
      (await server.store.publishedResources.byName(server.people.owner.organizationId, samples.munich.id, 'rdp-1'))?.id ?? ''
    const question = await visitor.go(`/console/locations/${samples.munich.id}/resources/${resource}/withdraw`)
    expect(question.text).toContain('Withdraw rdp-1?')
    expect((await visitor.submit(question, {}, `${resource}/withdraw`)).text).not.toContain('rdp-1')
    expect((await visitor.go(new URL(question.url).pathname)).status).toBe(404)
  })

  it('drains and removes a connector, and ends its channel at once', async () => {
    const visitor = await as('operator')
    const id = await addConnector(server, samples.augsburg, 'AGB-CONN-09', true)
    const page = await visitor.go(`/console/connectors/${id}`)
    const draining = await visitor.submit(page, {}, '/drain')
    expect(draining.text).toContain('End draining')
    expect((await visitor.submit(draining, {}, '/drain')).text).not.toContain('End draining')
    const removed = await visitor.submit(await visitor.go(`/console/connectors/${id}/remove`), {}, '/remove')
    expect(removed.text).toContain('The connector is removed')
    expect(server.revoked).toContain(id)
    expect((await visitor.go(`/console/connectors/${id}`)).status).toBe(404)
  })

  it('shows a token and a key once', async () => {
    const owner = await as('owner')
    const secretOf = (page: Page): string => /id="secret">([^<]+)</.exec(page.text)?.[1] ?? ''
    const token = await owner.submit(
      await owner.go(`/console/tokens?location=${samples.munich.id}`),
      { locationId: samples.munich.id, note: 'for MUC-CONN-02' },
      '/console/tokens',
    )
    expect(await server.store.enrollmentTokens.inspect(new Secret(secretOf(token)), new Date())).toMatchObject({
      locationId: samples.munich.id,
    })
    const key = await owner.submit(await owner.go('/console/keys'), { name: 'Backup' }, '/console/keys')
    expect(await server.store.serviceKeys.authenticate(new Secret(secretOf(key)))).toMatchObject({ name: 'Backup' })
    for (const path of ['/console/tokens', '/console/keys']) expect((await owner.go(path)).text).not.toContain('id="secret"')
    expect((await owner.submit(await owner.go('/console/tokens'), {}, '/revoke')).text).toContain('Revoked')
    expect(await server.store.enrollmentTokens.inspect(new Secret(secretOf(token)), new Date())).toBeUndefined()
    expect((await owner.submit(await owner.go('/console/keys'), {}, '/revoke')).text).toContain('No key.')
  })

  it('offers the connection file, a parameters file and installers with their hash', async () => {
    const visitor = await as('reader')
    const installer = Buffer.from('not really an installer')
    await writeFile(join(server.folder, 'CausewaySetup-0.1.0.exe'), installer)
    const page = await visitor.go(`/console/locations/${samples.munich.id}/download`)
    const hash = createHash('sha256').update(installer).digest('hex')
    expect(page.text).toContain(hash.slice(0, 8))
    expect((await visitor.ask('/console/downloads/CausewaySetup-0.1.0.exe')).text).toBe(installer.toString())
    for (const name of ['..%2f..%2fetc%2fpasswd', 'authority.key', '%2e%2e%2fauthority.pem', 'x.exe'])
      expect((await visitor.ask(`/console/downloads/${name}`)).status).toBe(404)
    const file = await visitor.ask('/console/connection-file')
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="causeway.connection.json"')
    expect(ConnectionFile.parse(JSON.parse(file.text))).toEqual({
      schema: 'causeway.connection/1',
      controlPlane: server.origin,
      certificateAuthorities: [server.authority],
      organization: { id: server.people.reader.organizationId, name: 'Contoso Maschinenbau Süddeutschland GmbH & Co. KG' },
    })
    const parameters = await visitor.ask(`/console/parameters-file?location=${samples.munich.id}`)
    expect(ParametersFile.parse(JSON.parse(parameters.text))).toMatchObject({
      location: { id: samples.munich.id },
      connectionFile: 'causeway.connection.json',
    })
    expect(parameters.headers.get('content-disposition')).toContain('munich.json')
  })

  it('lets owners add people, give new links and remove them', async () => {
    const owner = await as('owner')
    const page = await owner.go('/console/people')
    const added = await owner.submit(page, { email: 'Fresh@contoso.example', name: 'Fresh', role: 'operator' }, '/console/people')
    const linkOf = ({ text }: Page): string => /id="secret">([^<]+)</.exec(text)?.[1] ?? ''
    expect(added.text).toContain('fresh@contoso.example')
    expect((await owner.submit(page, { email: 'fresh@contoso.example', name: 'Again', role: 'reader' }, '/console/people')).status).toBe(
      409,
    )
    expect(
      (await owner.submit(page, { email: server.people.stranger.email, name: 'Theirs', role: 'reader' }, '/console/people')).status,
    ).toBe(409)
    for (const wrong of [
      { email: 'x', name: 'y', role: 'reader' },
      { email: 'a@b.example', name: '', role: 'reader' },
      { email: 'a@b.example', name: 'y', role: 'god' },
    ])
      expect((await owner.submit(page, wrong, '/console/people')).status).toBe(400)
    const fresh =
      (await server.signIn.door.people.list(server.people.owner.organizationId)).find(({ email }) => email === 'fresh@contoso.example')
        ?.id ?? ''
    const renewed = await owner.submit(added, {}, `${fresh}/link`)
    const visitor = new Visitor(server.origin, server.agent)
    expect((await visitor.go(linkOf(added))).status).toBe(410)
    const set = await visitor.submit(await visitor.go(linkOf(renewed)), { new: password, repeat: password })
    expect((await visitor.submit(set, { email: 'fresh@contoso.example', password })).text).toContain('Resource locations')
    const question = await owner.go(`/console/people/${fresh}/remove`)
    expect(question.text).toContain('Remove fresh@contoso.example?')
    expect((await owner.submit(question, {}, `${fresh}/remove`)).text).not.toContain('fresh@contoso.example')
    expect((await visitor.go('/console')).url).toContain('/sign-in?')
    expect((await post(owner, `/console/people/${server.people.owner.id}/remove`)).status).toBe(409)
    expect((await owner.go(`/console/people/${server.people.owner.id}/remove`)).status).toBe(409)
    expect((await owner.go(`/console/people/${server.people.stranger.id}/remove`)).status).toBe(404)
    for (const action of ['link', 'remove'])
      expect((await post(owner, `/console/people/${server.people.stranger.id}/${action}`)).status).toBe(404)
  })

  it('lets owners allow device codes', async () => {
    const owner = await as('owner')
    const page = await owner.submit(await owner.go('/console/people'), {}, '/device-codes')
    expect(page.text).toContain('Device codes are allowed.')
    expect((await owner.submit(page, {}, '/device-codes')).text).toContain('Device codes are not allowed.')
  })

  it('pages through the audit log', async () => {
    const { organizationId } = server.people.owner
    await server.store.auditLog.record(
      Array.from({ length: 120 }, (_, index) => ({
        organizationId,
        actor: 'test',
        action: 'test.entry',
        object: `object-${index}`,
        outcome: 'done' as const,
        values: {},
      })),
      new Date(),
    )
    const owner = await as('owner')
    const seen: string[] = []
    let page = await owner.go('/console/audit')
    for (let count = 0; count < 10; count += 1) {
      seen.push(...[...page.text.matchAll(/object-\d+/g)].map(([object]) => object))
      const next = /href="(\/console\/audit\?after=[^"]+)"/.exec(page.text)?.[1]
      if (next === undefined) break
      page = await owner.go(next)
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
    expect(seen[0]).toBe('object-119')
  })
})

describe('who may what', () => {
  const reading = (location: string, connector: string): string[] => [
    `/console/locations/${location}`,
    `/console/live/locations/${location}`,
    `/console/locations/${location}/download`,
    `/console/locations/${location}/delete`,
    `/console/parameters-file?location=${location}`,
    `/console/connectors/${connector}`,
    `/console/live/connectors/${connector}`,
    `/console/connectors/${connector}/remove`,
  ]
  const changing = (location: string, connector: string): [string, Record<string, string>][] => [
    [`/console/locations/${location}/name`, { name: 'Taken over' }],
    [`/console/locations/${location}/delete`, {}],
    [`/console/locations/${location}/resources`, { name: 'x', protocol: 'tcp', target: 'a:1' }],
    [`/console/connectors/${connector}/drain`, { draining: 'yes' }],
    [`/console/connectors/${connector}/remove`, {}],
    ['/console/tokens', { locationId: location, note: '' }],
  ]

  it('another organization’s rows are not there', async () => {
    const owner = await as('owner')
    for (const path of reading(foreign.location.id, foreign.connector)) expect((await owner.go(path)).status, path).toBe(404)
    for (const [path, fields] of changing(foreign.location.id, foreign.connector))
      expect((await post(owner, path, fields)).status, path).toBeGreaterThanOrEqual(400)
    expect(server.revoked).not.toContain(foreign.connector)
    expect(await server.store.locations.get(server.people.stranger.organizationId, foreign.location.id)).toMatchObject({
      name: 'Fabrikam site',
    })
    expect((await server.store.enrollmentTokens.list(server.people.stranger.organizationId, { limit: 10 })).items).toEqual([])
  })

  it('their own organization sees them', async () => {
    const stranger = await as('stranger')
    for (const path of reading(foreign.location.id, foreign.connector)) expect((await stranger.go(path)).status, path).toBe(200)
  })

  it('readers change nothing and see no form for it', async () => {
    const reader = await as('reader')
    for (const [path, fields] of changing(samples.munich.id, samples.connector))
      expect((await post(reader, path, fields)).status, path).toBe(403)
    for (const path of ['/console/tokens', '/console/keys', '/console/people', '/console/audit', '/console/locations/new'])
      expect((await reader.go(path)).status, path).toBe(403)
    const { text } = await reader.go(`/console/locations/${samples.munich.id}`)
    expect(text).not.toMatch(/action="\/console/)
  })

  it('operators do not see keys and audit', async () => {
    const operator = await as('operator')
    for (const path of ['/console/keys', '/console/people', '/console/audit']) expect((await operator.go(path)).status, path).toBe(403)
    expect((await post(operator, '/console/keys', { name: 'x' })).status).toBe(403)
  })

  it('a form without the guard changes nothing', async () => {
    const owner = await as('owner')
    expect((await owner.ask(`/console/connectors/${samples.connector}/remove`, { form: {} })).status).toBe(403)
    expect(server.revoked).not.toContain(samples.connector)
  })

  it('identifiers of any shape are an answer, not a crash', async () => {
    const owner = await as('owner')
    for (const id of ['x', '%00', '..%2f..', 'loc_', `loc_${'a'.repeat(26)}`, '__proto__', "';drop table users;--", 'a'.repeat(400)])
      for (const path of [
        `/console/locations/${id}`,
        `/console/connectors/${id}`,
        `/console/audit?after=${id}`,
        `/console/tokens?location=${id}`,
      ]) {
        const { status, text } = await owner.go(path)
        expect(status, path).toBeLessThan(500)
        expect(text).not.toMatch(/node_modules|\bat \S+ \(/)
      }
  })

  it('serves no page without signing in', async () => {
    for (const path of [
      ...reading(samples.munich.id, samples.connector),
      '/console/locations',
      '/console/connection-file',
      '/console/downloads/x.exe',
      '/console/tokens',
      '/console/keys',
      '/console/audit',
    ]) {
      const response = await fetch(`${server.origin}${path}`, {
        dispatcher: server.agent,
        redirect: 'manual',
        headers: { accept: 'text/html' },
      })
      expect(response.status, path).toBe(303)
    }
  })
})
