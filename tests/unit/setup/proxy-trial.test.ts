import { expect, test } from 'vitest'
import { createNetwork } from '../../../setup/network/network.ts'
import { tryProxy } from '../../../setup/settings/proxy-trial.ts'
import { authority, issued, proxyServer } from '../../fakes/loopback-lab.ts'

const tried = (address: string) =>
  tryProxy(
    createNetwork({ proxy: { is: 'manual', address, bypass: [] }, certificateAuthorities: [authority.certificate] }),
    ['https://cp.contoso.example', 'https://relay-1.contoso.example'],
    new AbortController().signal,
  )

test('a proxy that speaks TLS is tried as the service would use it: by a certificate that it trusts, or not at all', async () => {
  const foreign = await proxyServer({ status: 200 }, await issued.otherIssuer())
  expect(await tried(foreign.url)).toMatchObject({ failure: { code: 'CW4019', values: { proxy: new URL(foreign.url).host } } })
  expect(foreign.asked).toEqual([])
  const trusted = await proxyServer({ status: 200 }, await issued.good())
  expect(await tried(trusted.url)).toMatchObject({ ok: true })
  expect(trusted.asked.toSorted()).toEqual(['cp.contoso.example:443', 'relay-1.contoso.example:443'])
})

test('what refuses one address refuses the proxy', async () => {
  const proxy = await proxyServer({ status: 403 })
  expect(await tried(proxy.url)).toMatchObject({ failure: { code: 'CW3018', values: { reason: 'HTTP 403' } } })
})
