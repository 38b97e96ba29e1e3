/**
 * Whose signature node.exe bears: the digest in the signature is that of the file, and the signer's certificate leads to the
 * one root that is known here. Read with osslsigncode, which cannot follow Microsoft's short-lived signing certificates to the
 * end; `Get-AuthenticodeSignature` in scripts/verify-on-windows.ps1 has the last word, and the lock file holds the bytes.
 */
import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { type Problems } from './inspection.ts'

const signer = 'OpenJS Foundation'
/** Microsoft Identity Verification Root Certificate Authority 2020. */
const root = '53:67:F2:0C:7A:DE:0E:2B:CA:79:09:15:05:6D:08:6B:72:0C:33:C1:FA:2A:26:61:AC:F7:87:E3:29:2E:12:70'

export interface Signature {
  /** Digest that the signature holds, and that of the file. */
  readonly held: string | undefined
  readonly calculated: string | undefined
  readonly certificates: readonly X509Certificate[]
}

const organization = (certificate: X509Certificate): string | undefined => /^O=(.+)$/m.exec(certificate.subject)?.[1]

/** From a certificate by its issuers to one that signed itself. */
const chainFrom = (leaf: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] => {
  const issuer = all.find((other) => leaf.checkIssued(other) && leaf.verify(other.publicKey))
  return issuer === undefined || issuer.fingerprint256 === leaf.fingerprint256 ? [leaf] : [leaf, ...chainFrom(issuer, all)]
}

export const signatureProblems = ({ held, calculated, certificates }: Signature): Problems => {
  const leaf = certificates.find((certificate) => organization(certificate) === signer)
  if (held === undefined || leaf === undefined) return [`not signed by ${signer}`]
  const top = chainFrom(leaf, certificates).at(-1)
  return [
    ...(held === calculated ? [] : ['the file was changed after it was signed']),
    ...(top?.fingerprint256 === root ? [] : [`the certificate of ${signer} does not lead to the known root`]),
  ]
}

/** Absent where the tool is not installed. */
export const readSignature = (file: string): Signature | undefined => {
  const verified = spawnSync('osslsigncode', ['verify', '-ignore-timestamp', '-ignore-cdp', '-in', file], { encoding: 'utf8' })
  if (verified.error !== undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'causeway-signature-'))
  try {
    const extracted = join(folder, 'signature.p7')
    spawnSync('osslsigncode', ['extract-signature', '-in', file, '-out', extracted], { stdio: 'ignore' })
    const { stdout } = spawnSync('openssl', ['pkcs7', '-inform', 'DER', '-in', extracted, '-print_certs'], { encoding: 'utf8' })
    const texts = stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    return {
      held: /Current message digest\s*: ([0-9A-F]+)/.exec(verified.stdout)?.[1],
      calculated: /Calculated message digest\s*: ([0-9A-F]+)/.exec(verified.stdout)?.[1],
      certificates: texts.map((text) => new X509Certificate(text)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Files that are not signed with this certificate alone, or were changed after it. */
export const unsignedProblems = (files: readonly string[], authority: string): Problems =>
  files.flatMap((file) => {
    const { status, stdout } = spawnSync('osslsigncode', ['verify', '-CAfile', authority, '-in', file], { encoding: 'utf8' })
    const count = /Number of verified signatures: (\d+)/.exec(stdout)?.[1]
    return status === 0 && count === '1' ? [] : [`${basename(file)}: ${stdout.trim().split('\n').at(-1) ?? ''}`]
  })
