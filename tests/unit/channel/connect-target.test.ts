import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConnectAuthority, parseConnectPath } from '../../../cloud/relay/connect-target.ts'
import { hasTwoLengths, headersInward, rewriteOutward, type WebPlace } from '../../../cloud/relay/web-headers.ts'

const location = 'loc_00000000000000aa'
const place: WebPlace = {
  inside: new URL('http://intranet.contoso.com:8080'),
  outsideHost: 'cloud.example',
  prefix: `/connect/${location}/intranet`,
  clientAddress: '192.0.2.1',
}

describe('what a request asks for', () => {
  test('is read from path and authority', () => {
    expect(parseConnectPath(`/connect/${location}/db`)).toEqual({ location, resource: 'db', rest: '/' })
    expect(parseConnectPath(`/connect/${location}/web/a/b?c=d`)).toMatchObject({ rest: '/a/b?c=d' })
    expect(parseConnectPath(`/connect/${location}/web?c=d`)).toMatchObject({ rest: '/?c=d' })
    expect(parseConnectAuthority(`db.${location}:443`)).toMatchObject({ location, resource: 'db' })
  })
  test.each([
    '',
    '/',
    '/connect',
    '/connect/',
    `/connect/${location}`,
    `/connect/${location}/`,
    `/connect/${location}/../x`,
    `/connect/${location}/UPPER`,
    `http://evil.example/connect/${location}/db`,
    `//connect/${location}/db`,
    `/connect/${location}%2fdb`,
    `/connect/LOC_00000000000000aa/db`,
  ])('%s names nothing', (path) => expect(parseConnectPath(path)).toBeUndefined())
  test('hostile text is never thrown at', () => {
    fc.assert(fc.property(fc.string(), (text) => parseConnectPath(text) === undefined && parseConnectAuthority(text) === undefined))
    fc.assert(fc.property(fc.string(), (text) => parseConnectPath(`/connect/${location}/db/${text}`)?.rest === `/${text}`))
  })
})

describe('headers of web resources', () => {
  const inward = (headers: Record<string, string>) => headersInward(headers, place, { webSocket: false, authorization: false })

  test('nothing a service says about itself gets through', () => {
    const names = [
      'forwarded',
      'x-forwarded-for',
      'x-forwarded-anything',
      'x-real-ip',
      'x-causeway-user',
      'causeway-authorization',
      'proxy-authorization',
      'authorization',
      'te',
      'upgrade',
      'keep-alive',
      ':authority',
    ]
    const passed = inward(Object.fromEntries(names.map((name) => [name, 'forged'])))
    expect(Object.values(passed)).not.toContain('forged')
    expect(passed).toMatchObject({ host: 'intranet.contoso.com:8080', 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'cloud.example' })
  })
  test('headers named in Connection are dropped, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
        (name) =>
          ['connection', 'host'].includes(name) ||
          !Object.hasOwn(inward({ connection: `close, ${name.toUpperCase()}`, [name]: 'v' }), name),
      ),
    )
  })
  test('our cookie stays outside, theirs goes in', () => {
    expect(inward({ cookie: '__Host-cw=secret' })).not.toHaveProperty('cookie')
    expect(inward({ cookie: 'a=1; __Host-cw=secret; b=2' })).toMatchObject({ cookie: 'a=1; b=2' })
  })
  test('two lengths are seen', () => {
    expect(hasTwoLengths({ 'transfer-encoding': 'chunked', 'content-length': '5' })).toBe(true)
    expect(hasTwoLengths({ 'content-length': '5' })).toBe(false)
  })
  test.each([
    ['http://intranet.contoso.com:8080/a?b#c', `${place.prefix}/a?b#c`],
    ['/a', `${place.prefix}/a`],
    ['//intranet.contoso.com:8080/a', `${place.prefix}/a`],
    ['//evil.example/a', '//evil.example/a'],
    ['http://evil.example/a', 'http://evil.example/a'],
    ['http://127.0.0.1/', 'http://127.0.0.1/'],
    ['relative', 'relative'],
    ['http://[', 'http://['],
  ])('Location %s becomes %s', (before, after) => {
    const headers = { location: before, refresh: `5; url=${before}` }
    rewriteOutward(headers, place)
    expect(headers).toEqual({ location: after, refresh: `5; url=${after}` })
  })
  test('cookies lose their domain and stay below the resource', () => {
    const headers = {
      'set-cookie': ['a=1; Domain=contoso.com; Path=/x; SameSite=Lax', 'b=2'],
      'alt-svc': 'h3=":443"',
      connection: 'keep-alive',
    }
    rewriteOutward(headers, place)
    expect(headers).toEqual({ 'set-cookie': [`a=1; SameSite=Lax; Path=${place.prefix}/x; Secure`, `b=2; Path=${place.prefix}/; Secure`] })
  })
})
