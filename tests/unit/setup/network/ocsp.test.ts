import 'reflect-metadata'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { certificateStatus, ocspRequest } from '../../../../setup/network/ocsp.ts'
import { sourcesOf } from '../../../../setup/network/revocation-probe.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const folder = mkdtempSync(join(tmpdir(), 'causeway-ocsp-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) }
const issuer = await x509.X509CertificateGenerator.createSelfSigned({
  name: 'CN=Issuer',
  ...dates,
  keys,
  signingAlgorithm: algorithm,
  extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
})
const issue = (serialNumber: string, extensions: x509.Extension[] = []) =>
  x509.X509CertificateGenerator.create({
    serialNumber,
    subject: 'CN=control.lab',
    issuer: issuer.subject,
    ...dates,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: algorithm,
    extensions,
  })
const good = await issue('1a2b')
const revoked = await issue('1a2c')
const stranger = await issue('7777')

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}
const pem = file('ca.pem', issuer.toString('pem'))
const key = file('ca.key', x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'))
const index = file('index.txt', `V\t400101000000Z\t\t1A2B\tunknown\t/CN=a\nR\t400101000000Z\t250102030405Z\t1A2C\tunknown\t/CN=b\n`)

const answerOf = (certificate: x509.X509Certificate): Uint8Array => {
  const question = file('question', ocspRequest(certificate, issuer))
  const run = spawnSync('openssl', [
    'ocsp',
    '-index',
    index,
    '-CA',
    pem,
    '-rsigner',
    pem,
    '-rkey',
    key,
    '-ndays',
    '1',
    '-reqin',
    question,
    '-respout',
    join(folder, 'answer'),
  ])
  expect(run.status, run.stderr.toString()).toBe(0)
  return readFileSync(join(folder, 'answer'))
}

describe('OCSP with OpenSSL at the other end', () => {
  it('tells good, revoked and unknown apart', () => {
    expect(certificateStatus(answerOf(good), good)).toEqual({ outcome: 'good' })
    expect(certificateStatus(answerOf(revoked), revoked)).toEqual({ outcome: 'revoked', since: '2025-01-02T03:04:05Z' })
    expect(certificateStatus(answerOf(stranger), stranger)).toMatchObject({ outcome: 'unusable' })
  })

  it('takes no answer about another certificate', () => {
    expect(certificateStatus(answerOf(good), revoked)).toMatchObject({ outcome: 'unusable' })
  })

  it('says what the responder refused', () => {
    expect(certificateStatus(Buffer.from('30030a0106', 'hex'), good)).toEqual({ outcome: 'unusable', reason: 'responder says 6' })
  })

  it('ends on every damaged answer', () => {
    const answer = answerOf(good)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(answer.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.nat(answer.length),
        (changes, length) => {
          const damaged = Uint8Array.from(answer.subarray(0, length))
          for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value
          try {
            expect(['good', 'revoked', 'unusable']).toContain(certificateStatus(damaged, good).outcome)
          } catch (error) {
            expect(error).toBeInstanceOf(Error)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('what a chain names', () => {
  const chainOf = (...certificates: x509.X509Certificate[]) =>
    certificates.map(({ rawData }) => ({
      subject: '',
      issuer: '',
      sha256: '',
      validFrom: '',
      validTo: '',
      names: '',
      raw: new Uint8Array(rawData),
    }))

  it('is asked of lists and responders over plain HTTP only', async () => {
    const leaf = await issue('0101', [
      new x509.CRLDistributionPointsExtension(['http://pki.example/a.crl', 'ldap://pki.example/cn=a']),
      new x509.AuthorityInfoAccessExtension({ ocsp: 'http://pki.example/ocsp' }),
    ])
    expect(sourcesOf(chainOf(leaf, issuer)).map(({ kind, url }) => `${kind} ${url}`)).toEqual([
      'list http://pki.example/a.crl',
      'responder http://pki.example/ocsp',
    ])
  })

  it('is nothing for certificates that cannot be read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (raw) => {
        const [entry] = chainOf(good)
        if (entry !== undefined) expect(sourcesOf([{ ...entry, raw }, ...chainOf(issuer)])).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('is found beside a thousand names', async () => {
    const names = Array.from({ length: 1000 }, (_, at) => ({ type: 'dns' as const, value: `host-${at}.contoso.example` }))
    const leaf = await issue('0102', [
      new x509.SubjectAlternativeNameExtension(names),
      new x509.CRLDistributionPointsExtension(['http://pki.example/a.crl']),
    ])
    expect(sourcesOf(chainOf(leaf, issuer))).toHaveLength(1)
  })
})
