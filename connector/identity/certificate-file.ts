/** The machine's certificate and its chain, as one PEM file, leaf first. */
import { X509Certificate } from 'node:crypto'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { readGuardedFile, writeGuardedFile } from './guarded-folder.ts'

export interface MachineCertificate {
  /** PEM, leaf first. */
  readonly chain: readonly string[]
  readonly leaf: X509Certificate
  /** Lower-case hex without leading zeros. */
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
}

const pemBlock = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/** Reads PEM text of one to eight certificates. Fails with CW4002. */
export const parseCertificateChain = (text: string, file: string): Result<MachineCertificate> => {
  try {
    const chain = text.match(pemBlock) ?? []
    const [first] = chain
    if (first === undefined || chain.length > 8) return failed('CW4002', { file, reason: `holds ${chain.length} certificates` })
    const [leaf = new X509Certificate(first)] = chain.map((pem) => new X509Certificate(pem))
    return succeeded({
      chain,
      leaf,
      serial: leaf.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
      notBefore: new Date(leaf.validFrom),
      notAfter: new Date(leaf.validTo),
    })
  } catch {
    return failed('CW4002', { file, reason: 'not a certificate' })
  }
}

export const readCertificateFile = async (path: string): Promise<Result<MachineCertificate>> => {
  const content = await readGuardedFile(path, 65_536)
  return content.ok
    ? parseCertificateChain(content.value.toString('utf8'), path)
    : failed('CW4002', content.failure.values, content.failure.detail)
}

/** Writes leaf and chain in one step, so that a crash leaves the old or the new. Fails with CW7009. */
export const writeCertificateFile = (path: string, certificate: string, chain: readonly string[]): Promise<Result<void>> =>
  writeGuardedFile(path, [certificate, ...chain].map((pem) => pem.trim()).join('\n') + '\n')

/** When to renew: at half of the certificate's life. */
export const renewalTimeOf = ({ notBefore, notAfter }: Pick<MachineCertificate, 'notBefore' | 'notAfter'>): Date =>
  new Date((notBefore.getTime() + notAfter.getTime()) / 2)
