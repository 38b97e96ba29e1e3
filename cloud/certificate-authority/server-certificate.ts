/** The certificate of the listener: the operator's files, or one of our own authority, renewed at start when it runs out. */
import { X509Certificate, webcrypto } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { type ExpectedIssuer } from '../../contract/control-plane-api.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type CertificateAuthority, ellipticCurve, sha256Of } from './authority.ts'
import { readKeyFiles, readOrMakeFile } from './key-files.ts'

export interface ServerCertificate {
  /** PEM. */
  key: string
  /** PEM, leaf first, issuers after it. */
  certificate: string
  /** Whose certificates a connector expects to see. */
  expectedIssuers: ExpectedIssuer[]
  expiresAt: Date
}

const renewBefore = 30 * 24 * 60 * 60 * 1000
const pemBlocks = (text: string): string[] => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
const commonName = (distinguishedName: string): string =>
  /^CN=(.+)$/m.exec(distinguishedName)?.[1] ?? distinguishedName.replaceAll('\n', ', ')

const names = (publicHosts: readonly string[]): string[] => [...new Set([...publicHosts, 'localhost', '127.0.0.1', '::1'])]

/** True while the certificate is ours, covers every name and does not run out soon. */
const usable = (pem: string, hosts: readonly string[], authority: CertificateAuthority, now: Date): boolean => {
  const leaf = new X509Certificate(pem)
  return (
    leaf.validToDate.getTime() - now.getTime() > renewBefore &&
    leaf.verify(new X509Certificate(authority.certificate).publicKey) &&
    hosts.every((host) => (/^[\d.]+$|:/.test(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined)
  )
}

/**
 * @param given paths of the operator's own PEM files; used as they are.
 * @returns the code that names the file which cannot be used: CW7005 for the operator's own, else CW5012.
 */
export const openServerCertificate = async (
  folder: string,
  authority: CertificateAuthority,
  publicHosts: readonly string[],
  given?: { certificate: string; key: string },
  now: Date = new Date(),
): Promise<Result<ServerCertificate>> => {
  if (given !== undefined) {
    const files = await readKeyFiles(given.key, given.certificate)
    if (!files.ok) return failed('CW7005', files.failure.values)
    if (files.value === undefined) return failed('CW7005', { file: given.certificate, reason: 'the file is missing' })
    const [leaf, ...issuers] = pemBlocks(files.value.certificate).map((block) => new X509Certificate(block))
    if (leaf === undefined || leaf.validToDate <= now)
      return failed('CW7005', { file: given.certificate, reason: 'the certificate has expired' })
    return succeeded({
      ...files.value,
      expiresAt: leaf.validToDate,
      // Without the issuers in the file only the leaf itself can be recognised.
      expectedIssuers: (issuers.length > 0 ? issuers : [leaf]).map((each) => ({
        commonName: commonName(issuers.length > 0 ? each.subject : each.issuer).slice(0, 200),
        sha256: sha256Of(each),
      })),
    })
  }
  const hosts = names(publicHosts)
  const files = await readOrMakeFile(
    folder,
    'server',
    async () => {
      const keys = await webcrypto.subtle.generateKey(ellipticCurve, true, ['sign', 'verify'])
      const issued = await authority.issueForServer(
        new x509.PublicKey(await webcrypto.subtle.exportKey('spki', keys.publicKey)),
        hosts,
        now,
      )
      const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
      return { key: x509.PemConverter.encode(der, 'PRIVATE KEY') + '\n', certificate: issued.certificate + issued.chain.join('') }
    },
    (present) => usable(present.certificate, hosts, authority, now),
  )
  if (!files.ok) return files
  return succeeded({
    ...files.value,
    expectedIssuers: [authority.expectedIssuer],
    expiresAt: new X509Certificate(files.value.certificate).validToDate,
  })
}
