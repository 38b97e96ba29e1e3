/** Every route with the callers it lets through, and each with its twin: the same call for a row of another organization. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { access } from '../../../cloud/api/access.ts'
import { codeOf, enrollMachine, type Fixture, newFingerprint, type Side, startFixture } from './control-plane-fixture.ts'

let fixture: Fixture
let ours: Rows
let theirs: Rows

/** One row of each kind. */
interface Rows {
  side: Side
  locationId: string
  connectorId: string
  resourceId: string
  tokenId: string
  keyId: string
}

const idOf = (body: unknown): string => (body as { id: string }).id

const rowsOf = async (side: Side, name: string): Promise<Rows> => {
  const made = async (path: string, authorization: string, body: unknown) => {
    const answer = await fixture.call('POST', path, authorization, body)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return idOf(answer.body)
  }
  const locationId = await made('/v1/locations', side.operator, { name: `Rows of ${name}` })
  const { reply } = await enrollMachine(fixture, { ...side, locationId: locationId as Side['locationId'] }, `rows-${name}`)
  return {
    side,
    locationId,
    connectorId: reply.connectorId,
    resourceId: await made(`/v1/locations/${locationId}/resources`, side.operator, {
      name: 'web',
      protocol: 'web',
      target: 'https://intranet.example',
    }),
    tokenId: await made('/v1/enrollment-tokens', side.operator, { locationId, note: name }),
    keyId: await made('/v1/service-keys', side.owner, { name }),
  }
}

beforeAll(async () => {
  fixture = await startFixture()
  ours = await rowsOf(fixture.ours, 'ours')
  theirs = await rowsOf(fixture.theirs, 'theirs')
})
afterAll(() => fixture.stop())

const pathFor = (route: string, rows: Rows): string =>
  route
    .replace(':locationId', rows.locationId)
    .replace(':connectorId', rows.connectorId)
    .replace(':resourceId', rows.resourceId)
    .replace(':tokenId', rows.tokenId)
    .replace(':keyId', rows.keyId)

/** A body that fits, for the routes that take one. */
const bodies: Record<string, () => unknown> = {
  'POST /v1/locations': () => ({ name: `New ${newFingerprint().slice(0, 8)}` }),
  'PATCH /v1/locations/:locationId': () => ({ name: `Renamed ${newFingerprint().slice(0, 8)}` }),
  'PUT /v1/connectors/:connectorId/drain': () => ({ draining: false }),
  'POST /v1/locations/:locationId/resources': () => ({
    name: `r-${newFingerprint().slice(0, 8)}`,
    protocol: 'tcp',
    target: 'db.example:5432',
  }),
  'POST /v1/enrollments/lookup': () => ({ fingerprint: newFingerprint() }),
  'POST /v1/enrollment-tokens': () => ({ locationId: ours.locationId }),
  'POST /v1/service-keys': () => ({ name: 'another' }),
}

const routes = Object.entries(access).map(([route, needed]) => {
  const [method = '', path = ''] = route.split(' ')
  return { route, method, path, needed }
})
const people = routes.filter(({ needed }) => needed.by === 'person')
const withRow = people.filter(({ path }) => path.includes(':'))
const roles = ['reader', 'operator', 'owner'] as const

describe.each(people)('$route', ({ route, method, path, needed }) => {
  const call = (authorization: string | undefined, rows = ours) =>
    fixture.call(method, pathFor(path, rows), authorization, bodies[route]?.())
  const least = needed.by === 'person' ? roles.indexOf(needed.role) : 0

  it('refuses who shows nothing', async () => {
    expect(codeOf(await call(undefined))).toBe('CW5001')
  })
  it.each(roles.slice(0, least))('refuses the role %s', async (role) => {
    expect(codeOf(await call(ours.side[role]))).toBe('CW5002')
  })
  it('treats the token of a set-up as the table says', async () => {
    // Deletions last, below: here only what leaves the rows in place.
    if (method === 'DELETE') return
    const answer = await call(ours.side.setup)
    if (needed.by === 'person' && needed.setup) expect(answer.status).toBeLessThan(300)
    else expect(codeOf(answer)).toBe('CW5002')
  })
  it.each(method === 'DELETE' ? [] : roles.slice(least))('lets the role %s through', async (role) => {
    const answer = await call(ours.side[role])
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  })
})

describe.each(withRow)('$route for a row of another organization', ({ route, method, path }) => {
  it('finds nothing, and leaves it as it was', async () => {
    const before = await snapshot(theirs)
    const answer = await fixture.call(method, pathFor(path, theirs), ours.side.owner, bodies[route]?.())
    expect([403, 404]).toContain(answer.status)
    expect(codeOf(answer)).toBe('CW5003')
    expect(await snapshot(theirs)).toEqual(before)
  })
})

/** All that an owner sees of the rows. */
const snapshot = async ({ side, locationId, connectorId }: Rows): Promise<unknown[]> =>
  Promise.all(
    [
      `/v1/locations/${locationId}`,
      `/v1/connectors/${connectorId}`,
      `/v1/locations/${locationId}/resources`,
      '/v1/enrollment-tokens',
      '/v1/service-keys',
    ].map(async (path) => (await fixture.call('GET', path, side.owner)).body),
  )

describe('lists', () => {
  it.each(['/v1/locations', '/v1/connectors', '/v1/enrollments', '/v1/enrollment-tokens', '/v1/service-keys', '/v1/audit'])(
    '%s show no row of another organization',
    async (path) => {
      const answer = JSON.stringify((await fixture.call('GET', `${path}?limit=200`, ours.side.owner)).body)
      for (const id of [theirs.locationId, theirs.connectorId, theirs.tokenId, theirs.keyId]) expect(answer).not.toContain(id)
    },
  )
  it('of connectors by a location of another organization are empty', async () => {
    const answer = await fixture.call('GET', `/v1/connectors?locationId=${theirs.locationId}`, ours.side.owner)
    expect(answer.body).toEqual({ items: [] })
  })
  it('do not follow a cursor into another organization', async () => {
    const { next } = (await fixture.call('GET', '/v1/locations?limit=1', ours.side.reader)).body as { next: string }
    const answer = JSON.stringify((await fixture.call('GET', `/v1/locations?cursor=${next}`, theirs.side.reader)).body)
    expect(answer).not.toContain(ours.locationId)
  })
  it('come in pages that together hold every row once', async () => {
    for (let index = 0; index < 5; index += 1) await fixture.call('POST', '/v1/locations', ours.side.operator, { name: `Page ${index}` })
    const all = (await fixture.call('GET', '/v1/locations?limit=200', ours.side.reader)).body as { items: { id: string }[] }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await fixture.call('GET', `/v1/locations?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`, ours.side.reader)
      const { items, next } = page.body as { items: { id: string }[]; next?: string }
      seen.push(...items.map(({ id }) => id))
      cursor = next
    } while (cursor !== undefined)
    expect(seen).toEqual(all.items.map(({ id }) => id))
  })
})

describe('what changes', () => {
  it('is audited with actor and object', async () => {
    const { items } = (await fixture.call('GET', '/v1/audit?limit=200', ours.side.owner)).body as {
      items: { action: string; object: string; actor: string }[]
    }
    expect(items).toContainEqual(expect.objectContaining({ action: 'serviceKey.created', object: ours.keyId }))
    expect(items).toContainEqual(expect.objectContaining({ action: 'connector.enrolled', object: ours.connectorId }))
    expect(items.every(({ actor }) => actor.includes('@') || actor.startsWith('connector'))).toBe(true)
  })
  it('keeps names unique in their place, whatever their case', async () => {
    const { name } = (await fixture.call('GET', `/v1/locations/${ours.locationId}`, ours.side.reader)).body as { name: string }
    expect(codeOf(await fixture.call('POST', '/v1/locations', ours.side.operator, { name: name.toUpperCase() }))).toBe('CW5005')
    expect((await fixture.call('POST', '/v1/locations', theirs.side.operator, { name: name.toUpperCase() })).status).toBe(201)
    const again = { name: 'web', protocol: 'tcp', target: 'db.example:5432' }
    expect(codeOf(await fixture.call('POST', `/v1/locations/${ours.locationId}/resources`, ours.side.operator, again))).toBe('CW5005')
  })
  it.each([
    ['tcp', 'no-port'],
    ['tcp', 'host:0'],
    ['tcp', 'host:70000'],
    ['tcp', '::1:22'],
    ['tcp', 'a b:22'],
    ['tcp', 'user@host:22'],
    ['web', 'ftp://host'],
    ['web', 'https://host/path'],
    ['web', 'https://user:pw@host'],
    ['web', 'host:443'],
  ])('refuses the %s target %s', async (protocol, target) => {
    const answer = await fixture.call('POST', `/v1/locations/${ours.locationId}/resources`, ours.side.operator, {
      name: 'bad',
      protocol,
      target,
    })
    expect(codeOf(answer)).toBe('CW5004')
  })
  it('removes what is deleted, and a location only when it is empty', async () => {
    const { side, locationId, resourceId, tokenId, keyId, connectorId } = ours
    const location = `/v1/locations/${locationId}`
    expect(codeOf(await fixture.call('DELETE', location, side.operator))).toBe('CW5005')
    for (const [path, by] of [
      [`${location}/resources/${resourceId}`, side.operator],
      [`/v1/enrollment-tokens/${tokenId}`, side.operator],
      [`/v1/service-keys/${keyId}`, side.owner],
      [`/v1/connectors/${connectorId}`, side.operator],
      [location, side.operator],
    ] as const) {
      expect((await fixture.call('DELETE', path, by)).status).toBe(204)
      expect(codeOf(await fixture.call('DELETE', path, by))).toBe('CW5003')
    }
  })
  it('forgets no enrollment of a deleted location', async () => {
    expect(JSON.stringify((await fixture.call('GET', '/v1/enrollments', ours.side.reader)).body)).toContain(ours.locationId)
  })
})

describe('a role that was taken away', () => {
  it('counts at once, whatever the token says', async () => {
    expect(codeOf(await fixture.call('POST', '/v1/locations', ours.side.demoted, { name: 'x' }))).toBe('CW5002')
  })
})
