/** Certificates of the laboratory: a right chain for the control plane, and one of every wrong kind. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { type BoxCertificate } from './scene.ts'

const day = 24 * 60 * 60 * 1000
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
export const hosts = ['control.lab', 'relay-1.lab', 'relay-2.lab'] as const

interface Party {
  readonly keys: CryptoKeyPair
  readonly certificate: x509.X509Certificate
}

const makeKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

const issue = async (
  commonName: string,
  {
    issuer,
    authority = false,
    names = [],
    from = -day,
    to = 60 * day,
  }: {
    issuer?: Party
    authority?: boolean
    names?: readonly string[]
    /** Milliseconds from now. */
    from?: number
    to?: number
  },
): Promise<Party> => {
  const keys = await makeKeys()
  const subject = `CN=${commonName}`
  const certificate = await x509.X509CertificateGenerator.create({
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + to),
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(authority, undefined, true),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))]),
    ],
  })
  return { keys, certificate }
}

export interface CertificateFiles {
  /** Paths, PEM. The chain has the leaf first. */
  readonly key: string
  readonly chain: string
}

export interface LabCertificates {
  /** The root that the connection file names, PEM. */
  readonly root: string
  readonly of: Readonly<Record<BoxCertificate, CertificateFiles>>
}

/** Common name of whoever inspects. */
export const inspectorName = 'Contoso Web Gateway CA 2'

export const makeCertificates = async (folder: string): Promise<LabCertificates> => {
  const root = await issue('Lab Root CA', { authority: true, to: 365 * day })
  const issuer = await issue('Lab Issuing CA 1', { issuer: root, authority: true })
  const gateway = await issue(inspectorName, { authority: true })
  const leaf = { issuer, names: hosts }
  const genuine = await issue('control.lab', leaf)
  const write = async (name: string, party: Party, ...above: readonly Party[]): Promise<CertificateFiles> => {
    const files = { key: join(folder, `${name}.key`), chain: join(folder, `${name}.pem`) }
    const der = await crypto.subtle.exportKey('pkcs8', party.keys.privateKey)
    writeFileSync(files.key, `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`, { mode: 0o600 })
    writeFileSync(files.chain, [party, ...above].map(({ certificate }) => `${certificate.toString('pem')}\n`).join(''))
    return files
  }
  return {
    root: `${root.certificate.toString('pem')}\n`,
    of: {
      genuine: await write('genuine', genuine, issuer),
      incomplete: await write('incomplete', genuine),
      inspected: await write('inspected', await issue('control.lab', { issuer: gateway, names: hosts }), gateway),
      expired: await write('expired', await issue('control.lab', { ...leaf, from: -20 * day, to: -2 * day }), issuer),
      notYetValid: await write('notYetValid', await issue('control.lab', { ...leaf, from: 20 * day }), issuer),
      wrongName: await write('wrongName', await issue('portal.lab', { issuer, names: ['portal.lab'] }), issuer),
      selfSigned: await write('selfSigned', await issue('control.lab', { names: hosts })),
    },
  }
}
