import { afterAll, describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { readSrvMessage, srvQuestion } from '../../../../setup/directory/dns-message.ts'
import { dnsServer, inOrder, lookupSrv } from '../../../../setup/directory/srv-lookup.ts'
import { DirectoryServer, srvReply } from '../../../fakes/directory-server.ts'

const lab = new DirectoryServer()
afterAll(() => lab.close())

const never = new AbortController().signal
const asked = '_ldap._tcp.dc._msdcs.corp.contoso.example'
const rows = [
  { target: 'dc2.corp.contoso.example', port: 389, priority: 10 },
  { target: 'dc1.corp.contoso.example', port: 389 },
]

describe('SRV look-up', () => {
  it('reads records whose targets are compressed, which the resolver of Node refuses', async () => {
    const server = await lab.dns((name, query) => (name === asked ? srvReply(query, rows) : srvReply(query, undefined)))
    const answer = await lookupSrv(asked, never, [server])
    expect(answer).toMatchObject({ is: 'found', records: [{ target: 'dc2.corp.contoso.example' }, { target: 'dc1.corp.contoso.example' }] })
    expect(answer.is === 'found' && inOrder(answer.records).map(({ target }) => target)).toEqual([
      'dc1.corp.contoso.example',
      'dc2.corp.contoso.example',
    ])
  })

  it('tells no such name and no such record from no answer', async () => {
    expect(await lookupSrv(asked, never, [await lab.dns((_, query) => srvReply(query, undefined))])).toEqual({ is: 'none' })
    expect(await lookupSrv(asked, never, [await lab.dns((_, query) => srvReply(query, []))])).toEqual({ is: 'none' })
    expect(await lookupSrv(asked, never, [await lab.dns((_, query) => srvReply(query, [], { code: 2 }))])).toMatchObject({
      is: 'unknown',
      why: expect.stringContaining('answered 2') as string,
    })
    expect(await lookupSrv(asked, never, [])).toMatchObject({ is: 'unknown', why: 'no DNS server is configured' })
  })

  it('goes on to the next server when one is silent', async () => {
    const silent = await lab.dns(() => undefined)
    const good = await lab.dns((_, query) => srvReply(query, rows))
    expect(await lookupSrv(asked, never, [silent, good])).toMatchObject({ is: 'found' })
  })

  it('asks again over TCP when the answer does not fit', async () => {
    const server = await lab.dns(
      (_, query) => srvReply(query, rows, { truncated: true }),
      (query) => srvReply(query, rows),
    )
    expect(await lookupSrv(asked, never, [server])).toMatchObject({ is: 'found', records: [{ port: 389 }, { port: 389 }] })
  })

  it('refuses names that no message can hold, and never rejects for an odd one', async () => {
    expect(await lookupSrv(`${'a'.repeat(64)}.example`, never, [])).toMatchObject({ is: 'unknown' })
    expect(srvQuestion('bücher.example', 1)).toBeUndefined()
    expect(srvQuestion(Array.from({ length: 60 }, () => 'abcde').join('.'), 1)).toBeUndefined()
  })

  it('never throws for any bytes, nor goes on without an end', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void readSrvMessage(Buffer.from(bytes), 0)))
    const question = srvQuestion(asked, 7) ?? Buffer.alloc(0)
    const reply = srvReply(question, rows)
    fc.assert(
      fc.property(fc.nat(reply.length - 1), fc.nat(255), (at, value) => {
        const broken = Buffer.from(reply)
        broken[at] = value
        for (const record of readSrvMessage(broken, 7)?.records ?? []) expect(record.port).toBeGreaterThan(0)
      }),
    )
  })

  it('reads servers as Node prints them', () => {
    expect(['192.0.2.1', '192.0.2.1:5353', '2001:db8::1', '[2001:db8::1]:5353'].map(dnsServer)).toEqual([
      { host: '192.0.2.1', port: 53 },
      { host: '192.0.2.1', port: 5353 },
      { host: '2001:db8::1', port: 53 },
      { host: '2001:db8::1', port: 5353 },
    ])
  })
})
