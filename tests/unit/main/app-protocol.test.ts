import fc from 'fast-check'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerAppRequest, contentSecurityPolicy, pathOf } from '../../../main/app-protocol.ts'

let base = ''
let folder = ''
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'causeway-page-'))
  folder = join(base, 'renderer')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(base, 'outside.js'), 'outside')
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets', 'index-a1B_2.js'), 'inside')
  writeFileSync(join(folder, 'key.pem'), 'not a page')
  symlinkSync(join(base, 'outside.js'), join(folder, 'assets', 'linked.js'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

const get = (address: string, method = 'GET') => answerAppRequest(new Request(address, { method }), folder)

describe('what is served', () => {
  test.each(['app://causeway/', 'app://causeway/index.html', 'app://causeway/index.html?x=1#y'])('%s is the page', async (address) => {
    const response = await get(address)
    expect([response.status, await response.text()]).toEqual([200, '<!doctype html>'])
  })

  test('a script of the page, with its type', async () => {
    const response = await get('app://causeway/assets/index-a1B_2.js')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'inside',
    ])
  })

  test('every answer carries the policy, refusals too', async () => {
    for (const address of ['app://causeway/', 'app://causeway/missing.js', 'app://causeway/%2e%2e/outside.js']) {
      const { headers } = await get(address)
      expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('the policy lets the page connect nowhere and run no inline script', () => {
    expect(contentSecurityPolicy).toContain("connect-src 'none'")
    expect(contentSecurityPolicy).toContain("script-src 'self';")
    expect(contentSecurityPolicy).toContain("default-src 'none'")
    expect(contentSecurityPolicy).not.toContain('unsafe')
  })
})

describe('what is refused', () => {
  test.each([
    'app://causeway/../outside.js',
    'app://causeway/%2e%2e/outside.js',
    'app://causeway/assets/..%2f..%2foutside.js',
    'app://causeway/..%5coutside.js',
    'app://causeway//etc/passwd',
    'app://causeway/C:/windows/win.ini',
    'app://causeway/index.html::$DATA',
    'app://causeway/index.html%00.js',
    'app://causeway/.hidden.js',
    'app://other/index.html',
    'app://causeway/assets/linked.js',
    'app://causeway/key.pem',
    'app://causeway/assets',
  ])('%s', async (address) => {
    const response = await get(address)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(await response.text()).toBe('')
  })

  test.each(['POST', 'PUT', 'DELETE'])('the method %s', async (method) => {
    expect((await get('app://causeway/', method)).status).toBe(405)
  })
})

test('no path leads out of the folder', async () => {
  const pieces = fc.constantFrom(
    '..',
    '.',
    '%2e',
    '%2e%2e',
    '/',
    '%2f',
    '\\',
    '%5c',
    '%00',
    'outside.js',
    'assets',
    'C:',
    '~',
    '..;',
    '%252e',
    '\u2025',
  )
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')),
      ),
      async (path) => {
        const address = `app://causeway/${path}`
        const inside = pathOf(address)
        if (inside !== undefined) expect(inside).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/)
        if (URL.canParse(address)) expect(await (await get(address)).text()).not.toBe('outside')
      },
    ),
    { numRuns: 400 },
  )
})
