import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type SignInState } from '../../../contract/enrollment.ts'
import { linkTarget } from '../../../main/external-links.ts'

const controlPlane = { address: 'https://causeway.contoso.example', name: 'Contoso', methods: ['browser' as const], relays: [] }
const waiting = (shortAddress: string, address = controlPlane.address): SignInState => ({
  is: 'waiting',
  controlPlane: { ...controlPlane, address },
  method: 'browser',
  shortAddress,
  verificationAddress: `${address}/device`,
  expiresAt: '2026-01-01T00:00:00.000Z',
  browserOpened: false,
})

describe('links to the control plane', () => {
  test('sign-in opens the short address of the sign-in that waits', () => {
    expect(linkTarget({ link: 'signIn' }, waiting('https://causeway.contoso.example/go/7QK2'))).toEqual({
      ok: true,
      value: { is: 'web', address: 'https://causeway.contoso.example/go/7QK2' },
    })
  })

  test.each([
    ['another host', 'https://elsewhere.example/go/7QK2'],
    ['another port', 'https://causeway.contoso.example:8443/go'],
    ['plain http', 'http://causeway.contoso.example/go'],
    ['a file', 'file:///c:/windows/system32/calc.exe'],
    ['a script', 'javascript:alert(1)'],
    ['credentials', 'https://name:word@causeway.contoso.example/go'],
    ['a name that only begins alike', 'https://causeway.contoso.example.elsewhere.example/go'],
    ['no address', 'calc.exe'],
  ])('refuses %s', (_what, address) => {
    expect(linkTarget({ link: 'signIn' }, waiting(address))).toMatchObject({ ok: false, failure: { code: 'CW5003' } })
  })

  test('refuses a control plane that is not https', () => {
    expect(linkTarget({ link: 'console' }, waiting('http://a.example/go', 'http://a.example'))).toMatchObject({ ok: false })
  })

  test('leads nowhere before a control plane is known', () => {
    for (const link of ['signIn', 'verification', 'console'] as const) {
      expect(linkTarget({ link }, undefined)).toMatchObject({ ok: false, failure: { code: 'CW5003' } })
      expect(linkTarget({ link }, { is: 'addressNeeded' })).toMatchObject({ ok: false })
    }
  })

  test('console and device page', () => {
    expect(linkTarget({ link: 'console' }, { is: 'ready', controlPlane })).toMatchObject({
      value: { address: 'https://causeway.contoso.example/console' },
    })
    expect(linkTarget({ link: 'verification' }, waiting(controlPlane.address))).toMatchObject({
      value: { address: 'https://causeway.contoso.example/device' },
    })
  })

  test('whatever the engine says, only the control plane itself is opened', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.webUrl().map((url) => `${controlPlane.address}@${url.slice(8)}`),
        ),
        (address) => {
          const target = linkTarget({ link: 'signIn' }, waiting(address))
          if (target.ok && target.value.is === 'web') expect(new URL(target.value.address).origin).toBe(controlPlane.address)
        },
      ),
    )
  })
})

describe('links to the documentation', () => {
  test('name a check or an error', () => {
    expect(linkTarget({ link: 'docsCheck', of: 'host.clock' }, undefined)).toEqual({
      ok: true,
      value: { is: 'docs', page: 'checks/host.clock' },
    })
    expect(linkTarget({ link: 'docsError', of: 'CW2012' }, undefined)).toEqual({ ok: true, value: { is: 'docs', page: 'errors/CW2012' } })
  })

  test.each(['../../secret', 'host..clock', 'host.clock/../..', 'C:\\x', 'CW20123', '', 'host.clock\0'])('refuse %j', (of) => {
    expect(linkTarget({ link: 'docsCheck', of }, undefined)).toMatchObject({ ok: false })
    expect(linkTarget({ link: 'docsError', of }, undefined)).toMatchObject({ ok: false })
  })
})
