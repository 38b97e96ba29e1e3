/** Certificates of the laboratory: a right chain for the control plane, and one of every wrong kind. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { type BoxCertificate, type ProxyCertificate } from './scene.ts'

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
    list,
    responder,
  }: {
    issuer?: Party
    authority?: boolean
    names?: readonly string[]
    /** Milliseconds from now. */
    from?: number
    to?: number
    /** Addresses where it is said whether it was revoked. */
    list?: string
    responder?: string
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
      ...(list === undefined ? [] : [new x509.CRLDistributionPointsExtension([list])]),
      ...(responder === undefined ? [] : [new x509.AuthorityInfoAccessExtension({ ocsp: responder })]),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value })))]),
    ],
  })
  return { keys, certificate }
}

/** What `openssl ocsp` and the server of lists work with. */
export interface RevocationFiles {
  /** DER. */
  readonly issuerList: string
  readonly rootList: string
  readonly outdatedList: string
  readonly foreignList: string
  /** Of `openssl ca`: which serial numbers are known and which revoked. */
  readonly index: string
  readonly issuer: string
  readonly issuerKey: string
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
  readonly ofProxy: Readonly<Record<ProxyCertificate, CertificateFiles>>
  readonly revocation: RevocationFiles
}

/** Common name of whoever inspects. */
export const inspectorName = 'Contoso Web Gateway CA 2'

export const makeCertificates = async (folder: string): Promise<LabCertificates> => {
  const root = await issue('Lab Root CA', { authority: true, to: 365 * day })
  const issuer = await issue('Lab Issuing CA 1', { issuer: root, authority: true, list: listUrls.root })
  const gateway = await issue(inspectorName, { authority: true })
  const leaf = { issuer, names: hosts, list: listUrls.issuer, responder: responderUrl }
  const genuine = await issue('control.lab', leaf)
  const revoked = await issue('control.lab', leaf)
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
      revoked: await write('revoked', revoked, issuer),
      incomplete: await write('incomplete', genuine),
      inspected: await write('inspected', await issue('control.lab', { issuer: gateway, names: hosts }), gateway),
      expired: await write('expired', await issue('control.lab', { ...leaf, from: -20 * day, to: -2 * day }), issuer),
      notYetValid: await write('notYetValid', await issue('control.lab', { ...leaf, from: 20 * day }), issuer),
      wrongName: await write('wrongName', await issue('portal.lab', { issuer, names: ['portal.lab'] }), issuer),
      selfSigned: await write('selfSigned', await issue('control.lab', { names: hosts })),
    },
    ofProxy: {
      // Squid with GnuTLS shows the first certificate of the file and no other.
      trusted: await write('proxy', await issue('proxy.lab', { issuer: root, names: ['proxy.lab'] })),
      foreign: await write('foreignProxy', await issue('proxy.lab', { issuer: gateway, names: ['proxy.lab'] })),
    },
    revocation: await writeRevocation(folder, { root, issuer, gateway, genuine, revoked }),
  }
}

export const listUrls = { issuer: 'http://revocation.lab/issuing.crl', root: 'http://revocation.lab/root.crl' } as const
export const responderUrl = 'http://revocation.lab/ocsp'

const listOf = async (
  { keys, certificate }: Party,
  entries: readonly x509.X509CrlEntryParams[],
  { from = -day, to = 7 * day } = {},
): Promise<Uint8Array> => {
  const list = await x509.X509CrlGenerator.create({
    issuer: certificate.subject,
    thisUpdate: new Date(Date.now() + from),
    nextUpdate: new Date(Date.now() + to),
    entries: [...entries],
    signingAlgorithm: algorithm,
    signingKey: keys.privateKey,
  })
  return new Uint8Array(list.rawData)
}

const writeRevocation = async (
  folder: string,
  { root, issuer, gateway, genuine, revoked }: Record<'root' | 'issuer' | 'gateway' | 'genuine' | 'revoked', Party>,
): Promise<RevocationFiles> => {
  const file = (name: string, content: Uint8Array | string): string => {
    const path = join(folder, name)
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }
  const entries = [{ serialNumber: revoked.certificate.serialNumber, revocationDate: new Date(Date.now() - day) }]
  // yyMMddHHmmssZ, as `openssl ca` writes it.
  const stamp = (date: Date) => `${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`
  const line = ({ certificate }: Party, state: 'V' | 'R') =>
    [
      state,
      stamp(certificate.notAfter),
      state === 'R' ? stamp(new Date(Date.now() - day)) : '',
      certificate.serialNumber.toUpperCase(),
      'unknown',
      '/CN=control.lab',
    ].join('\t')
  const key = await crypto.subtle.exportKey('pkcs8', issuer.keys.privateKey)
  return {
    issuerList: file('issuing.crl', await listOf(issuer, entries)),
    rootList: file('root.crl', await listOf(root, [])),
    outdatedList: file('outdated.crl', await listOf(issuer, entries, { from: -20 * day, to: -10 * day })),
    foreignList: file('foreign.crl', await listOf(gateway, [])),
    index: file('index.txt', `${line(genuine, 'V')}\n${line(revoked, 'R')}\n`),
    issuer: file('issuing.pem', `${issuer.certificate.toString('pem')}\n`),
    issuerKey: file('issuing.key', `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`),
  }
}
