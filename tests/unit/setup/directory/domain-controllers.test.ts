import { afterAll, describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { surveyDomainControllers, surveyLevels } from '../../../../setup/directory/domain-controllers.ts'
import { readNetlogonAnswer } from '../../../../setup/directory/netlogon-answer.ts'
import { dnsNameOf } from '../../../../setup/directory/root-dse.ts'
import { DirectoryServer, netlogonReply, type SrvRow, srvReply } from '../../../fakes/directory-server.ts'

const lab = new DirectoryServer()
afterAll(() => lab.close())
const signal = new AbortController().signal

const domain = 'corp.contoso.example'
const root = 'contoso.example'
/** `localhost` is the one name that needs no DNS. */
const at = (port: number): SrvRow[] => [{ target: 'localhost', port }]
const namesOf = (records: Record<string, SrvRow[]>) =>
  lab.dns((name, query) => srvReply(query, records[name.replace('_ldap._tcp.dc._msdcs.', '')]))

const open = await lab.silent()
const ports = { ldap: 1, kerberos: open, smb: open, globalCatalog: open, dns: open }

describe('survey of domain controllers', () => {
  it('dials every port, reads site and whether it may be written, and goes on to the root of the forest', async () => {
    const own = await lab.ldap({ domain, forestRoot: root, writable: false, site: 'Branch' })
    const above = await lab.ldap({ domain: root })
    const servers = [await namesOf({ [domain]: at(own), [root]: at(above) })]
    const section = await surveyDomainControllers({ domain, signal, servers, ports })
    expect(section.forestRoot).toEqual({ is: 'known', value: root })
    expect(section.controllers).toMatchObject({ is: 'known', value: [{ host: 'localhost', domain, writable: false, site: 'Branch' }] })
    expect(section.rootControllers).toMatchObject({ is: 'known', value: [{ domain: root, writable: true }] })
    const found = section.controllers.is === 'known' ? section.controllers.value[0]?.ports : []
    expect(found?.map(({ service, outcome }) => `${service} ${outcome}`)).toEqual([
      'ldap connected',
      'kerberos connected',
      'smb connected',
      'globalCatalog connected',
      'dns connected',
    ])
  })

  it('has no root controllers where the own domain is the root, and an empty list where the root has none', async () => {
    const alone = await lab.ldap({ domain })
    const here = await surveyDomainControllers({ domain, signal, servers: [await namesOf({ [domain]: at(alone) })], ports })
    expect(here).toMatchObject({ forestRoot: { is: 'known', value: domain }, rootControllers: { is: 'absent' } })
    const child = await lab.ldap({ domain, forestRoot: root })
    const lost = await surveyDomainControllers({ domain, signal, servers: [await namesOf({ [domain]: at(child) })], ports })
    expect(lost.rootControllers).toEqual({ is: 'known', value: [] })
  })

  it('is absent where the DNS knows none, unknown where it says nothing', async () => {
    expect(await surveyDomainControllers({ domain, signal, servers: [await namesOf({})], ports })).toMatchObject({
      controllers: { is: 'absent' },
      forestRoot: { is: 'unknown' },
    })
    expect(await surveyDomainControllers({ domain, signal, servers: [], ports })).toMatchObject({ controllers: { is: 'unknown' } })
  })

  it('names a closed port, and a domain controller that takes connections but tells nothing', async () => {
    const servers = [await namesOf({ [domain]: at(open) })]
    const section = await surveyDomainControllers({ domain, signal, servers, ports: { ...ports, smb: 1 } })
    expect(section.controllers).toMatchObject({
      is: 'known',
      value: [{ ports: expect.arrayContaining([expect.objectContaining({ service: 'smb', outcome: 'refused' })]) as unknown }],
    })
    expect(section.controllers.is === 'known' && section.controllers.value[0]).not.toHaveProperty('writable')
    expect(section.forestRoot).toMatchObject({ is: 'unknown' })
  })

  it('reads functional levels from the first that answers, and says why where none does', async () => {
    const good = await lab.ldap({ domain, domainLevel: '4', forestLevel: '3' })
    const rows = [
      { target: 'localhost', port: 1 },
      { target: '127.0.0.1', port: good, priority: 5 },
    ]
    expect(await surveyLevels({ domain, signal, servers: [await namesOf({ [domain]: rows })] })).toEqual({
      domainLevel: { is: 'known', value: 4 },
      forestLevel: { is: 'known', value: 3 },
      domainController: { is: 'known', value: '127.0.0.1' },
    })
    const odd = await lab.ldap({ domain, domainLevel: 'seven' })
    expect((await surveyLevels({ domain, signal, servers: [await namesOf({ [domain]: at(odd) })] })).domainLevel).toMatchObject({
      is: 'unknown',
    })
    expect((await surveyLevels({ domain, signal, servers: [await namesOf({})] })).domainLevel).toMatchObject({
      is: 'unknown',
      why: expect.stringContaining('knows no') as string,
    })
  })

  it('reads names of directories', () => {
    expect(dnsNameOf('DC=Corp,DC=contoso,DC=example')).toBe('corp.contoso.example')
    for (const wrong of ['CN=Configuration,DC=x', '', 'DC=', 'OU=a,DC=b']) expect(dnsNameOf(wrong)).toBeUndefined()
  })

  it('never throws for any answer to a ping', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readNetlogonAnswer(Buffer.from(bytes))))
    const good = netlogonReply({ domain })
    expect(readNetlogonAnswer(good)).toMatchObject({ domain, host: `dc1.${domain}`, site: 'Default-First-Site-Name' })
    fc.assert(fc.property(fc.nat(good.length), (cut) => void readNetlogonAnswer(good.subarray(0, cut))))
  })
})
