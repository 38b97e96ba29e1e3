/**
 * The control plane's own small certificate authority: made on first start, P-256, one level. It signs the control plane's
 * server certificate (unless the operator gives one) and the certificates of connectors.
 */
import 'reflect-metadata'
import { X509Certificate, createHash, randomBytes, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { type Result, succeeded } from '../../contract/error-codes.ts'
import { unusable } from '../data-folder.ts'
import { type ExpectedIssuer } from '../../contract/control-plane-api.ts'
import { type ConnectorId, type LocationId, type OrganizationId } from '../../contract/ids.ts'
import { readCertificateRequest } from './certificate-request.ts'
import { readOrMakeFile } from './key-files.ts'

export const ellipticCurve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 24 * 60 * 60 * 1000
/** A client's clock may be a little behind ours. */
const clockTolerance = 5 * 60 * 1000
const authorityLifetime = 3650 * day
/** Days that a connector's certificate lasts; it is renewed at half of it. */
export const connectorCertificateDays = 90

export interface Issued {
  /** PEM. */
  certificate: string
  /** PEM, issuers only. */
  chain: string[]
  /** Lower-case hex without leading zeros, as Node prints it in lower case. */
  serial: string
  expiresAt: Date
}

export interface ConnectorName {
  organizationId: OrganizationId
  locationId: LocationId
  connectorId: ConnectorId
}

export interface CertificateAuthority {
  /** PEM of the authority itself: what connectors trust. */
  certificate: string
  expectedIssuer: ExpectedIssuer
  /** @returns CW2022 when the request is not a P-256 PKCS #10 signed by its own key. */
  issueForConnector: (request: string, connector: ConnectorName, now?: Date) => Promise<Result<Issued>>
  /** For the listener: DNS names and IP addresses. */
  issueForServer: (publicKey: x509.PublicKey, names: readonly string[], now?: Date) => Promise<Issued>
}

/** The name in a connector's certificate (SPIFFE, one URI). */
export const connectorUri = ({ organizationId, locationId, connectorId }: ConnectorName): string =>
  `spiffe://${organizationId}/location/${locationId}/connector/${connectorId}`

/** Serial number as compared everywhere: lower-case hex without leading zeros. */
export const serialOf = (certificate: X509Certificate): string => certificate.serialNumber.toLowerCase().replace(/^0+(?=.)/, '')

export const sha256Of = (certificate: X509Certificate): string => createHash('sha256').update(certificate.raw).digest('hex')

/** RFC 5280, section 4.1.2.2: positive, at most 20 octets. */
const newSerial = (): string => {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.toString('hex')
}

const pem = (label: string, der: ArrayBuffer): string => x509.PemConverter.encode(der, label) + '\n'

/** Opens the authority in `folder`, or makes it there. @returns CW5012 naming the file that is damaged, missing or expired. */
export const openAuthority = async (folder: string, now: Date = new Date()): Promise<Result<CertificateAuthority>> => {
  x509.cryptoProvider.set(webcrypto)
  const files = await readOrMakeFile(folder, 'authority', async () => {
    const keys = await webcrypto.subtle.generateKey(ellipticCurve, true, ['sign', 'verify'])
    const made = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: newSerial(),
      // A name of its own for each control plane: expected issuers are told apart by name as well.
      name: [{ CN: [`Causeway Authority ${randomBytes(4).toString('hex').toUpperCase()}`] }, { O: ['Causeway'] }],
      notBefore: new Date(now.getTime() - clockTolerance),
      notAfter: new Date(now.getTime() + authorityLifetime),
      keys,
      signingAlgorithm: ellipticCurve,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    })
    return { key: pem('PRIVATE KEY', await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)), certificate: made.toString('pem') + '\n' }
  })
  if (!files.ok) return files
  const { key, certificate, paths } = files.value
  const authority = new x509.X509Certificate(certificate)
  const own = new X509Certificate(certificate)
  if (authority.notAfter <= now) return unusable(paths.certificate, 'the certificate has expired')
  const signingKey = await webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(key), ellipticCurve, false, ['sign'])

  const issue = async (
    publicKey: x509.PublicKey,
    subject: x509.JsonName,
    lifetimeDays: number,
    now: Date,
    usage: string,
    names: x509.JsonGeneralNames,
  ): Promise<Issued> => {
    const notAfter = new Date(Math.min(now.getTime() + lifetimeDays * day, authority.notAfter.getTime()))
    const made = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(),
      subject,
      issuer: authority.subject,
      notBefore: new Date(now.getTime() - clockTolerance),
      notAfter,
      publicKey,
      signingKey,
      signingAlgorithm: ellipticCurve,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([usage], false),
        new x509.SubjectAlternativeNameExtension(names, false),
        await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(publicKey),
      ],
    })
    return {
      certificate: made.toString('pem') + '\n',
      chain: [certificate],
      serial: serialOf(new X509Certificate(Buffer.from(made.rawData))),
      expiresAt: notAfter,
    }
  }

  return succeeded({
    certificate,
    expectedIssuer: { commonName: authority.subjectName.getField('CN')[0] ?? authority.subject, sha256: sha256Of(own) },
    issueForConnector: async (request, connector, at = new Date()) => {
      const read = await readCertificateRequest(request)
      if (!read.ok) return read
      return succeeded(
        await issue(read.value, [{ CN: [connector.connectorId] }], connectorCertificateDays, at, x509.ExtendedKeyUsage.clientAuth, [
          { type: 'url', value: connectorUri(connector) },
        ]),
      )
    },
    issueForServer: (publicKey, names, at = new Date()) =>
      issue(
        publicKey,
        [{ CN: [names[0] ?? 'localhost'] }],
        397,
        at,
        x509.ExtendedKeyUsage.serverAuth,
        names.map((name) => ({ type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns', value: name })),
      ),
  })
}
