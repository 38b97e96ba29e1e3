import { afterAll, beforeAll, expect, it } from 'vitest'
import { access } from '../../../cloud/api/access.ts'
import { Discovery } from '../../../contract/control-plane-api.ts'
import { codeOf, type Fixture, startFixture } from './control-plane-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture.stop())

it('describes every route of the table of access', async () => {
  const { paths } = (await fixture.call('GET', '/openapi.json')).body as { paths: Record<string, Record<string, { summary?: string }>> }
  for (const route of Object.keys(access)) {
    const [method = '', path = ''] = route.split(' ')
    const described = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
    expect(described?.summary, route).toBeTruthy()
  }
})

it('tells who it is at the well-known address', async () => {
  const discovery = Discovery.parse((await fixture.call('GET', '/.well-known/causeway')).body)
  expect(discovery.relays).toEqual([{ name: 'relay-1', url: fixture.controlPlane.publicUrl }])
  expect(discovery.expectedIssuers[0]?.commonName).toMatch(/^Causeway Authority [0-9A-F]{8}$/)
})

it('names the methods that an address knows', async () => {
  const answer = await fixture.call('PUT', '/v1/locations')
  expect(answer.status).toBe(405)
  expect(answer.headers.get('allow')).toContain('POST')
  expect(codeOf(answer)).toBe('CW5004')
})

it('answers unknown addresses with a problem document', async () => {
  expect(codeOf(await fixture.call('GET', '/v1/nothing'))).toBe('CW5003')
})
