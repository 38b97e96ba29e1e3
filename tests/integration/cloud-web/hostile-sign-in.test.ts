import fc from 'fast-check'
import { fetch } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSignInServer, type SignInServer } from './sign-in-server.ts'

let server: SignInServer
beforeAll(async () => {
  server = await startSignInServer()
})
afterAll(() => server.close())

describe('hostile input', () => {
  it('gets a page with our code when it is no form, or too large', async () => {
    for (const [type, body, status, code] of [
      ['application/x-www-form-urlencoded', `email=${'x'.repeat(70_000)}`, 413, 'CW5014'],
      ['application/json', '{', 400, 'CW5004'],
      ['text/x-nothing', 'x', 415, 'CW5004'],
    ] as const) {
      const response = await fetch(`${server.origin}/sign-in`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, accept: 'text/html' },
        dispatcher: server.agent,
      })
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(await response.text()).toContain(code)
    }
  })

  const paths = [
    '/sign-in',
    '/sign-in/password',
    '/sign-in/first/x',
    '/sign-in/request/x',
    '/s/x',
    '/oidc/auth',
    '/oidc/device',
    '/oidc/token',
    '/oidc/request',
    '/oidc/userinfo',
    '/console/locations',
    '/sign-in/out',
  ]
  it('never ends in a 500 or a stack', async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom('__proto__', '%00', '%', '../../etc/passwd', '<script>', 'a'.repeat(3000), '\u0000', '＜'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.boolean(),
        fc.array(
          fc.tuple(
            fc.constantFrom(
              'email',
              'password',
              'guard',
              'client_id',
              'request_uri',
              'grant_type',
              'code',
              'user_code',
              'xsrf',
              'return',
              'causeway_machine',
              '__proto__',
              'constructor',
            ),
            text,
          ),
          { maxLength: 4 },
        ),
        text,
        async (path, post, fields, cookie) => {
          const query = new URLSearchParams(fields).toString()
          const safe = encodeURIComponent(cookie.toWellFormed())
          const response = await fetch(`${server.origin}${path}${post ? '' : `?${query}`}`, {
            method: post ? 'POST' : 'GET',
            redirect: 'manual',
            dispatcher: server.agent,
            headers: {
              accept: 'text/html',
              cookie: `__Host-causeway-visit=${safe}; __Host-causeway-console=${safe}; __Secure-causeway-request=${safe}; __Host-causeway-oidc=${safe}`,
            },
            ...(post ? { body: new URLSearchParams(fields) } : {}),
          })
          const body = await response.text()
          expect(response.status, `${path} ${query}`).toBeLessThan(500)
          expect(body).not.toMatch(/\bat \S+ \(|node_modules|\.ts:\d/)
          server.clock.ahead += 1000
        },
      ),
      { numRuns: 150 },
    )
  })
})
