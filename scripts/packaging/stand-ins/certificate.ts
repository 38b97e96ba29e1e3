/** A certificate for signing programs, made for one run and trusted by nobody: the stand-in for one that is bought. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Certificate {
  /** What whoever packages sets. */
  readonly environment: NodeJS.ProcessEnv
  /** The certificate itself, to verify against. */
  readonly authority: string
}

export const makeCertificate = (folder: string): Certificate => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const [key, authority, link, password] = ['key.pem', 'certificate.pem', 'certificate.p12', 'a password'] as const
  const openssl = (...given: string[]) => {
    const { status, stderr } = spawnSync('openssl', given, { cwd: folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`openssl: ${stderr}`)
  }
  const usage = ['-addext', 'keyUsage=digitalSignature', '-addext', 'extendedKeyUsage=codeSigning']
  const subject = ['-subj', '/O=Causeway/CN=Made for one run', '-days', '2']
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', authority, ...subject, ...usage)
  writeFileSync(join(folder, 'password'), password)
  openssl('pkcs12', '-export', '-inkey', key, '-in', authority, '-out', link, '-passout', 'file:password')
  return {
    environment: { CSC_LINK: join(folder, link), CSC_KEY_PASSWORD: password, USE_SYSTEM_OSSLSIGNCODE: 'true' },
    authority: join(folder, authority),
  }
}
