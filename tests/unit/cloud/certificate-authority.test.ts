import 'reflect-metadata'
import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CertificateAuthority, openAuthority, serialOf } from '../../../cloud/certificate-authority/authority.ts'
import { readCertificateRequest } from '../../../cloud/certificate-authority/certificate-request.ts'
import { openServerCertificate } from '../../../cloud/certificate-authority/server-certificate.ts'
import { newId } from '../../../cloud/store/identifiers.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-ca-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const opened = async (): Promise<CertificateAuthority> => {
  const authority = await openAuthority(folder)
  if (!authority.ok) throw new Error(JSON.stringify(authority.failure))
  return authority.value
}
const codeOf = (result: { ok: boolean; failure?: { code: string; values: object } }) => result.failure?.code

const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const requestOf = async (algorithm: EcKeyGenParams & { hash: string } = p256): Promise<string> => {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  return (await x509.Pkcs10CertificateRequestGenerator.create({ name: 'CN=anything', keys, signingAlgorithm: algorithm })).toString('pem')
}
const connector = () => ({ organizationId: newId('org'), locationId: newId('loc'), connectorId: newId('con') })

describe('the authority', () => {
  it('is made once, with a key that only its owner reads', async () => {
    const first = await opened()
    expect((await opened()).certificate).toBe(first.certificate)
    expect((await stat(join(folder, 'authority.key'))).mode & 0o777).toBe(0o600)
    const own = new X509Certificate(first.certificate)
    expect(own.ca).toBe(true)
    expect(own.verify(own.publicKey)).toBe(true)
  })

  it.each(['authority.key', 'authority.crt'])('names %s when it is missing or damaged, and makes no other', async (name) => {
    await opened()
    const path = join(folder, name)
    const whole = await readFile(path, 'utf8')
    for (const content of ['', 'garbage', whole.slice(0, 80)]) {
      await writeFile(path, content)
      expect(await openAuthority(folder)).toMatchObject({ ok: false, failure: { code: 'CW5012', values: { file: path } } })
      expect(await readFile(path, 'utf8')).toBe(content)
    }
    await rm(path)
    expect(await openAuthority(folder)).toMatchObject({ ok: false, failure: { code: 'CW5012', values: { file: path } } })
  })

  it('refuses a key of another certificate', async () => {
    await opened()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    await writeFile(join(folder, 'authority.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(codeOf(await openAuthority(folder))).toBe('CW5012')
  })

  it('refuses to start once it has expired', async () => {
    await opened()
    expect(codeOf(await openAuthority(folder, new Date(Date.now() + 3651 * 86_400_000)))).toBe('CW5012')
  })
})

describe('certificates of connectors', () => {
  it('say what the control plane says, whatever the request asks for', async () => {
    const authority = await opened()
    const keys = await crypto.subtle.generateKey(p256, true, ['sign', 'verify'])
    const greedy = await x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=Administrator',
      keys,
      signingAlgorithm: p256,
      extensions: [
        new x509.BasicConstraintsExtension(true, 5, true),
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'evil.example' }]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    })
    const names = connector()
    const issued = await authority.issueForConnector(greedy.toString('pem'), names)
    if (!issued.ok) throw new Error('refused')
    const certificate = new X509Certificate(issued.value.certificate)
    expect(certificate.subject).toBe(`CN=${names.connectorId}`)
    expect(certificate.subjectAltName).toBe(
      `URI:spiffe://${names.organizationId}/location/${names.locationId}/connector/${names.connectorId}`,
    )
    expect(certificate.ca).toBe(false)
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
    expect(serialOf(certificate)).toBe(issued.value.serial)
    expect(certificate.checkIssued(new X509Certificate(authority.certificate))).toBe(true)
  })

  it('never outlive the authority, and never share a serial number', async () => {
    const authority = await opened()
    const late = new Date(new X509Certificate(authority.certificate).validToDate.getTime() - 86_400_000)
    const request = await requestOf()
    const issued = await Promise.all([1, 2, 3].map(() => authority.issueForConnector(request, connector(), late)))
    const values = issued.map((each) => (each.ok ? each.value : undefined))
    expect(new Set(values.map((value) => value?.serial)).size).toBe(3)
    expect(values.every((value) => value !== undefined && value.expiresAt <= new X509Certificate(authority.certificate).validToDate)).toBe(
      true,
    )
  })
})

describe('a certificate request', () => {
  it('is refused on another curve', async () => {
    const result = await readCertificateRequest(await requestOf({ name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }))
    expect(codeOf(result)).toBe('CW2022')
  })

  it('is refused with an RSA key', async () => {
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) }
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const request = await x509.Pkcs10CertificateRequestGenerator.create({ name: 'CN=x', keys, signingAlgorithm: algorithm })
    expect(codeOf(await readCertificateRequest(request.toString('pem')))).toBe('CW2022')
  })

  it('is refused when another key signed it', async () => {
    const [mine, other] = await Promise.all([requestOf(), requestOf()])
    const der = Buffer.from(x509.PemConverter.decodeFirst(mine))
    const stranger = new x509.Pkcs10CertificateRequest(other)
    const spki = Buffer.from(stranger.publicKey.rawData)
    const own = Buffer.from(new x509.Pkcs10CertificateRequest(mine).publicKey.rawData)
    const at = der.indexOf(own)
    spki.copy(der, at)
    expect(codeOf(await readCertificateRequest(x509.PemConverter.encode(der, 'CERTIFICATE REQUEST')))).toBe('CW2022')
  })

  it('is refused with anything around it', async () => {
    const request = await requestOf()
    for (const text of [`${request}\n${request}`, `x${request}`, request.replace('REQUEST', 'REQUESt'), request.repeat(40)])
      expect(codeOf(await readCertificateRequest(text))).toBe('CW2022')
    expect((await readCertificateRequest(`\n${request}\n`)).ok).toBe(true)
  })

  it('of any bytes is refused, or holds the key that signed it, and never throws', async () => {
    const request = await requestOf()
    const whole = Buffer.from(x509.PemConverter.decodeFirst(request))
    const key = Buffer.from(new x509.Pkcs10CertificateRequest(request).publicKey.rawData)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ maxLength: 9000 }),
          fc.uint8Array({ maxLength: 2000 }).map((bytes) => x509.PemConverter.encode(bytes, 'CERTIFICATE REQUEST')),
          // A real request with some bytes changed or its end cut off.
          fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean()).map(([at, change, cut]) => {
            const bytes = Buffer.from(cut ? whole.subarray(0, at) : whole)
            if (!cut) bytes[at] = (bytes[at] ?? 0) ^ change
            return x509.PemConverter.encode(bytes, 'CERTIFICATE REQUEST')
          }),
        ),
        async (text) => {
          const read = await readCertificateRequest(text)
          // Encodings differ in bytes that mean nothing; what counts is that no other key gets through.
          if (read.ok) expect(Buffer.from(read.value.rawData).equals(key)).toBe(true)
          else expect(read.failure.code).toBe('CW2022')
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the certificate of the listener', () => {
  it('names every host by which the control plane is reached, and is kept until it runs out or a name is missing', async () => {
    const authority = await opened()
    const open = async (host: string, now?: Date) => {
      const result = await openServerCertificate(folder, authority, [host], undefined, now)
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      return result.value.certificate
    }
    const first = await open('127.0.0.1')
    const leaf = new X509Certificate(first)
    expect(leaf.subjectAltName).toBe('IP Address:127.0.0.1, DNS:localhost, IP Address:0:0:0:0:0:0:0:1')
    expect(await open('127.0.0.1')).toBe(first)
    const named = await open('cloud.contoso.example')
    expect(named).not.toBe(first)
    expect(new X509Certificate(named).checkHost('cloud.contoso.example')).toBe('cloud.contoso.example')
    expect(await open('cloud.contoso.example', new Date(Date.now() + 370 * 86_400_000))).not.toBe(named)
  })

  it('is the operator’s own when it is given, and its issuers are expected', async () => {
    const authority = await opened()
    const made = await openServerCertificate(folder, authority, ['127.0.0.1'])
    if (!made.ok) throw new Error('refused')
    const given = { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key') }
    const used = await openServerCertificate(join(folder, 'elsewhere'), authority, ['x'], given)
    expect(used).toMatchObject({ ok: true, value: { expectedIssuers: [authority.expectedIssuer] } })
    await writeFile(given.key, 'nothing')
    expect(await openServerCertificate(folder, authority, ['x'], given)).toMatchObject({
      ok: false,
      failure: { code: 'CW7005', values: { file: given.key } },
    })
  })
})
