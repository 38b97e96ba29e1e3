import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBypassed, printSetting, proxyAddress, proxyFor } from '../../../../connector/way-out/proxy-choice.ts'

describe('proxy settings', () => {
  it.each([
    ['proxy:8080', 'http://proxy:8080/'],
    ['http://proxy.contoso.example:8080', 'http://proxy.contoso.example:8080/'],
    ['https://proxy.contoso.example', 'https://proxy.contoso.example/'],
    ['http=a:80;https=b:443', 'http://b:443/'],
    ['HTTPS = b:443 ; ftp=c:21', 'http://b:443/'],
    ['[fd00::1]:3128', 'http://[fd00::1]:3128/'],
  ])('reads %s', (text, url) => {
    expect(proxyAddress(text)).toBe(url)
  })
  it.each(['', ' ', 'http=a:80', 'http://', ':8080', 'a b', 'proxy:port'])('takes %j for no proxy', (text) => {
    expect(proxyAddress(text)).toBeUndefined()
    expect(proxyFor({ is: 'manual', address: text, bypass: [] }, { host: 'cp.contoso.example', port: 443 })).toEqual({ is: 'direct' })
  })
  it.each([
    ['cp.contoso.example', ['cp.contoso.example'], true],
    ['cp.contoso.example', ['*.contoso.example'], true],
    ['cp.contoso.example', ['.contoso.example'], true],
    ['cp.contoso.example', ['contoso.example'], false],
    ['evil-contoso.example', ['*.contoso.example'], false],
    ['cp.contoso.example.evil.example', ['*.contoso.example'], false],
    ['10.1.2.3', ['10.*'], true],
    ['110.1.2.3', ['10.*'], false],
    ['relay-1.eu.contoso.example', ['relay-*.contoso.example'], true],
    ['intranet', ['<local>'], true],
    ['intranet.contoso.example', ['<local>'], false],
    ['anything', ['*'], true],
    ['CP.Contoso.Example', ['cp.contoso.example'], true],
    ['cp.contoso.example', ['', ' '], false],
  ] as const)('%s with %j is excepted: %s', (host, bypass, expected) => {
    expect(isBypassed(host, bypass)).toBe(expected)
  })
  it('leaves a script undecided instead of guessing', () => {
    expect(proxyFor({ is: 'automatic', script: 'http://wpad/wpad.dat' }, { host: 'cp.contoso.example', port: 443 })).toEqual({
      is: 'unknown',
      script: 'http://wpad/wpad.dat',
    })
  })
  it('never throws and never shows a password', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), fc.string(), (address, bypass, host) => {
        proxyFor({ is: 'manual', address, bypass }, { host, port: 443 })
        expect(printSetting({ is: 'manual', address: `http://adele:hunter2@proxy:8080/${encodeURIComponent(address)}`, bypass })).toBe(
          'proxy:8080',
        )
      }),
    )
  })
})
