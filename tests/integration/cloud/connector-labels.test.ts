/** A connector's own labels: read and changed with its proof, and never those of another. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AuditEntry, type Connector } from '../../../contract/control-plane-api.ts'
import {
  codeOf,
  enrollMachine,
  type EnrolledMachine,
  type Fixture,
  proofHeaders,
  type Side,
  startFixture,
} from './control-plane-fixture.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture.stop())

const first = [{ key: 'rack', value: 'B4' }]
const enroll = (side: Side, name: string) => enrollMachine(fixture, side, name, undefined, { labels: first })
const shown = async (side: Side, { reply }: EnrolledMachine): Promise<Connector> =>
  (await fixture.call('GET', `/v1/connectors/${reply.connectorId}`, side.reader)).body as Connector
const put = async (machine: EnrolledMachine, body: unknown) =>
  fixture.call('PUT', '/v1/connectors/self/labels', undefined, body, await proofHeaders(fixture, machine))
const auditOf = async (side: Side, { reply }: EnrolledMachine): Promise<AuditEntry[]> => {
  const { items } = (await fixture.call('GET', '/v1/audit?limit=200', side.owner)).body as { items: AuditEntry[] }
  return items.filter(({ object, action }) => object === reply.connectorId && action === 'connector.labelsChanged')
}

describe('labels of a connector', () => {
  it('are changed by itself, with an entry of the audit, and those of the other organization stay', async () => {
    const { ours, theirs } = fixture
    const [machine, twin] = [await enroll(ours, 'labels-1'), await enroll(theirs, 'labels-1')]
    const self = await fixture.call('GET', '/v1/connectors/self', undefined, undefined, await proofHeaders(fixture, machine))
    expect(self.body).toMatchObject({ id: machine.reply.connectorId, labels: first })
    const labels = [
      { key: 'rack', value: 'B5' },
      { key: 'owner', value: 'client-platform' },
    ]
    const answer = await put(machine, { labels })
    expect([answer.status, answer.body]).toEqual([200, { labels }])
    expect((await shown(ours, machine)).labels).toEqual(labels)
    expect(await auditOf(ours, machine)).toMatchObject([
      { actor: `connector ${machine.reply.connectorId}`, outcome: 'done', values: { labels: 'rack=B5, owner=client-platform' } },
    ])
    expect((await shown(theirs, twin)).labels).toEqual(first)
    expect(await auditOf(theirs, twin)).toEqual([])
    expect((await put(machine, { labels: [] })).body).toEqual({ labels: [] })
    expect((await shown(ours, machine)).labels).toEqual([])
  })

  it.each([
    ['a name in capitals', [{ key: 'Rack', value: 'B5' }]],
    ['a name twice', [...first, ...first]],
    ['a comma', [{ key: 'rack', value: 'B4, B5' }]],
    ['a line break', [{ key: 'rack', value: 'B4\nB5' }]],
    ['a long value', [{ key: 'rack', value: 'x'.repeat(121) }]],
    ['seventeen', Array.from({ length: 17 }, (_, index) => ({ key: `k${index}`, value: '' }))],
    ['no list', 'rack=B5'],
  ])('stay as they are when %s is given', async (what, labels) => {
    const machine = await enroll(fixture.ours, `refused ${what}`)
    const answer = await put(machine, { labels })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'CW5004'])
    expect((await shown(fixture.ours, machine)).labels).toEqual(first)
    expect(await auditOf(fixture.ours, machine)).toEqual([])
  })

  it('are not for people, and not for a connector that was removed', async () => {
    const { ours } = fixture
    const machine = await enroll(ours, 'labels-2')
    for (const authorization of [undefined, ours.owner, ours.setup])
      expect(codeOf(await fixture.call('PUT', '/v1/connectors/self/labels', authorization, { labels: [] }))).toMatch(/^CW500[12]$/)
    expect((await fixture.call('DELETE', `/v1/connectors/${machine.reply.connectorId}`, ours.operator)).status).toBe(204)
    expect(codeOf(await put(machine, { labels: [] }))).toBe('CW4004')
  })

  it('go over to the enrollment that takes its place and brings none of its own', async () => {
    const { ours } = fixture
    const machine = await enroll(ours, 'labels-3')
    await put(machine, { labels: [{ key: 'rack', value: 'C1' }] })
    const again = (name: string, extra: object) => enrollMachine(fixture, ours, name, machine.fingerprint, extra)
    const next = await again('labels-3', { onSeenBefore: 'replace' })
    expect((await shown(ours, next)).labels).toEqual([{ key: 'rack', value: 'C1' }])
    const given = await again('labels-3', { onSeenBefore: 'replace', labels: first })
    expect((await shown(ours, given)).labels).toEqual(first)
    expect((await shown(ours, await again('labels-3b', { onSeenBefore: 'keepBoth' }))).labels).toEqual([])
  })
})
