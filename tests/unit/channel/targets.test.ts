import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isForbiddenAddress, LocalAllowList } from '../../../connector/resources/address-ranges.ts'
import { authorityOf, parseAuthority, Targets, type ResolveName } from '../../../connector/resources/targets.ts'

const names: Record<string, string[]> = {
  'db.contoso.com': ['10.1.2.3'],
  'rebound.contoso.com': ['127.0.0.1', '169.254.169.254', '::1'],
  localhost: ['127.0.0.1'],
  'mixed.contoso.com': ['127.0.0.1', '10.9.9.9'],
}
const resolve: ResolveName = async (host) => {
  const found = names[host]
  if (found === undefined) throw new Error('ENOTFOUND')
  return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
}
const targets = (published: readonly string[], allow: readonly string[] = []) => {
  const made = new Targets(new LocalAllowList(allow), resolve)
  made.publish({ resources: published.map((authority, index) => ({ name: `r${index}`, authority })) })
  return made
}

describe('targets of CONNECT', () => {
  test('only what is published', async () => {
    const made = targets(['db.contoso.com:5432'])
    expect(await made.admit('db.contoso.com:5432')).toMatchObject({ ok: true, value: { addresses: [{ address: '10.1.2.3' }] } })
    expect(await made.admit('DB.contoso.com:5432')).toMatchObject({ ok: true })
    expect(await made.admit('db.contoso.com:5433')).toMatchObject({ ok: false, failure: { code: 'CW4008' } })
    expect(await made.admit('10.1.2.3:5432')).toMatchObject({ ok: false, failure: { code: 'CW4008' } })
  })

  test('a name that resolves to loopback or metadata is refused, an address published as such is not', async () => {
    expect(await targets(['rebound.contoso.com:80']).admit('rebound.contoso.com:80')).toMatchObject({
      ok: false,
      failure: { code: 'CW4008' },
    })
    expect(await targets(['mixed.contoso.com:80']).admit('mixed.contoso.com:80')).toMatchObject({
      ok: true,
      value: { addresses: [{ address: '10.9.9.9' }] },
    })
    expect(await targets(['127.0.0.1:80']).admit('127.0.0.1:80')).toMatchObject({ ok: true })
    expect(await targets(['localhost:80']).admit('localhost:80')).toMatchObject({ ok: true })
  })

  test('a local allow-list narrows, by name and by block', async () => {
    const published = ['db.contoso.com:5432', '10.2.0.9:22', '[fd00::5]:22']
    const narrowed = targets(published, ['10.2.0.0/16', '*.fabrikam.com'])
    expect(await narrowed.admit('10.2.0.9:22')).toMatchObject({ ok: true })
    expect(await narrowed.admit('db.contoso.com:5432')).toMatchObject({ ok: false, failure: { code: 'CW4008' } })
    expect(await narrowed.admit('[fd00::5]:22')).toMatchObject({ ok: false })
    expect(await targets(published, ['*.contoso.com']).admit('db.contoso.com:5432')).toMatchObject({ ok: true })
    expect(await targets(published, ['10.1.2.3']).admit('db.contoso.com:5432')).toMatchObject({ ok: true })
  })

  test('a name that does not resolve is unreachable, not forbidden', async () => {
    expect(await targets(['gone.contoso.com:80']).admit('gone.contoso.com:80')).toMatchObject({ ok: false, failure: { code: 'CW4009' } })
  })

  test('what is taken back is refused from then on', async () => {
    const made = targets(['10.2.0.9:22'])
    made.publish({ resources: [] })
    expect(await made.admit('10.2.0.9:22')).toMatchObject({ ok: false, failure: { code: 'CW4008' } })
  })

  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '169.254.169.254',
    '::1',
    '::',
    'fe80::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '224.0.0.1',
    '100.100.100.200',
    'fd00:ec2::254',
  ])('%s is never reached through a name', (address) => {
    expect(isForbiddenAddress(address)).toBe(true)
  })
  test.each(['10.0.0.1', '192.168.1.1', '8.8.8.8', 'fd00::1', '2001:db8::1'])('%s may be', (address) => {
    expect(isForbiddenAddress(address)).toBe(false)
  })
})

describe('authorities', () => {
  test('hostile ones never throw and never admit', async () => {
    const made = targets(['db.contoso.com:5432'])
    const parts = fc.constantFrom(
      'db.contoso.com',
      ':',
      '5432',
      '[',
      ']',
      '@',
      '/',
      '%00',
      '\0',
      ' ',
      '..',
      '::1',
      '127.0.0.1',
      '\r\n',
      '-1',
      '99999',
      'ſ',
      '。',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(parts, { maxLength: 8 }).map((list) => list.join('')),
        ),
        async (authority) => {
          const result = await made.admit(authority)
          return result.ok
            ? authority.toLowerCase() === 'db.contoso.com:5432' || authorityOf(result.value) === 'db.contoso.com:5432'
            : result.failure.code === 'CW4008'
        },
      ),
    )
  })
  test('survive a round trip', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6().map((address) => `[${address}]`),
          fc.domain(),
        ),
        fc.integer({ min: 1, max: 65_535 }),
        (host, port) => {
          const parsed = parseAuthority(`${host}:${port}`)
          return parsed !== undefined && authorityOf(parsed) === `${host}:${port}`.toLowerCase()
        },
      ),
    )
  })
})
