/** What the network may say that no well-behaved one does: every probe ends in its time, with an outcome that has a name. */
import { randomBytes } from 'node:crypto'
import { type DetailedPeerCertificate } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Network, createNetwork } from '../../../../setup/network/network.ts'
import { probeName } from '../../../../setup/network/dns-probe.ts'
import { chainOf } from '../../../../setup/network/tls-probe.ts'
import { isBypassed, proxyAddress, proxyFor } from '../../../../connector/way-out/proxy-choice.ts'
import { addressOf, printAddress } from '../../../../connector/way-out/address.ts'
import { authority, closedPort, issued, secureServer, tcpServer } from '../../../fakes/loopback-lab.ts'

const never = new AbortController().signal
const network: Network = createNetwork({ proxy: { is: 'direct' }, certificateAuthorities: [authority.certificate], limit: 1000 })
const label = (length: number) => 'a'.repeat(length)
const longest = [label(63), label(63), label(63), label(61)].join('.')

describe('names', () => {
  const server = async () => [`127.0.0.1:${await closedPort()}`]
  const notFound = () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))

  it.each([
    ['IDN', 'münchen.contoso.example'],
    ['punycode', 'xn--mnchen-3ya.contoso.example'],
    ['a dot at the end', 'cp.contoso.example.'],
    ['253 characters', longest],
    ['a label of 64', `${label(64)}.example`],
    ['300 characters', `${longest}.${label(45)}`],
    ['an empty label', 'cp..example'],
    ['a NUL', 'cp\0.example'],
    ['nothing', ''],
  ])('with %s end in an outcome', async (_, host) => {
    const servers = await server()
    const seen = await probeName(host, never, { lookup: notFound, servers: () => servers })
    expect(['noAnswer', 'noSuchName', 'failed']).toContain(seen.outcome)
  })

  it('are addresses of a proxy only when a URL has them', () => {
    expect(proxyAddress('münchen.example:8080')).toBe('http://xn--mnchen-3ya.example:8080/')
    expect(proxyAddress(`${longest}:8080`)).toBe(`http://${longest}:8080/`)
    expect(printAddress(addressOf(`https://cp.contoso.example./`))).toBe('cp.contoso.example.:443')
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 60 }), (text, entry) => {
        const address = proxyAddress(text)
        if (address !== undefined) expect(new URL(address)).toMatchObject({ username: '', password: '' })
        expect(typeof isBypassed(text, [entry, `*${entry}`, `${entry}*`])).toBe('boolean')
        expect(['direct', 'proxy']).toContain(
          proxyFor({ is: 'manual', address: text, bypass: [entry] }, { host: 'cp.example', port: 1 }).is,
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('certificates', () => {
  const certificate = (more: object) =>
    ({ raw: randomBytes(20), fingerprint256: 'AA:BB', valid_from: '', valid_to: '', ...more }) as DetailedPeerCertificate

  it('with ten thousand names are shown with the first of them', () => {
    const subjectaltname = Array.from({ length: 10_000 }, (_, at) => `DNS:host-${at}.contoso.example`).join(', ')
    const [leaf] = chainOf(certificate({ subject: { CN: 'many' }, issuer: { CN: 'issuer' }, subjectaltname }))
    expect(leaf?.names).toHaveLength(2000)
  })
  it('without subject, issuer, names or dates have marks in their place', () => {
    expect(chainOf(certificate({}))).toMatchObject([{ subject: '?', issuer: '?', names: '', validFrom: '' }])
    expect(chainOf(certificate({ subject: { O: ['Contoso', 'Fabrikam'] }, issuer: {}, valid_to: 'the day after' }))).toMatchObject([
      { subject: 'Contoso, Fabrikam', issuer: '?', validTo: 'the day after' },
    ])
  })
  it('that name themselves as their issuer, or each other, end the chain', () => {
    const one = certificate({ fingerprint256: '01' })
    const two = certificate({ fingerprint256: '02', issuerCertificate: one })
    one.issuerCertificate = two
    expect(chainOf(one)).toHaveLength(2)
  })
  it('of any names are taken as text', () => {
    const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 50 }), fc.constant('cp.example\0.evil.example'))
    fc.assert(
      fc.property(fc.record({ CN: name, O: name }, { requiredKeys: [] }), name, (subject, subjectaltname) => {
        const [leaf] = chainOf(certificate({ subject, issuer: subject, subjectaltname }))
        expect(leaf?.subject).toBe(subject.CN ?? subject.O ?? '?')
      }),
    )
  })
})

describe('answers', () => {
  const get = async (answer: Parameters<typeof secureServer>[1]) =>
    network.http(`${await secureServer(await issued.good(), answer)}/x`, never)

  it('whose headers never end are given up', async () => {
    const seen = await get((_, response) => {
      const socket = response.socket
      socket?.write('HTTP/1.1 200 OK\r\n')
      const more = setInterval(() => socket?.write(`x-${'y'.repeat(50)}: z\r\n`), 20)
      socket?.once('close', () => clearInterval(more))
      socket?.on('error', () => undefined)
    })
    expect(seen.outcome).toBe('noAnswer')
  })

  it.each(['', 'yesterday', '-1', 'Thu, 99 Xyz 9999 99:99:99 GMT', '\u00ff\u00fe', '9'.repeat(4000)])(
    'dated %j are answers',
    async (date) => {
      expect(await get((_, response) => response.setHeader('date', date).end('hello'))).toMatchObject({ outcome: 'answered', status: 200 })
    },
  )

  it('of a proxy that are no HTTP end in an outcome', { timeout: 60_000 }, async () => {
    for (const answer of [
      '',
      'SSH-2.0-OpenSSH\r\n',
      'HTTP/1.1 200\r\n',
      'HTTP/9.9 999 What\r\n\r\n',
      randomBytes(3000).toString('latin1'),
    ]) {
      const port = await tcpServer((socket) => {
        socket.on('error', () => undefined)
        socket.end(answer, 'latin1')
      })
      const behind = createNetwork({ proxy: { is: 'manual', address: `127.0.0.1:${port}`, bypass: [] }, certificateAuthorities: [] })
      const seen = await behind.tunnel({ host: 'cp.contoso.example', port: 443 }, never)
      expect(seen.outcome, answer.slice(0, 20)).not.toBe('open')
    }
  })
})
