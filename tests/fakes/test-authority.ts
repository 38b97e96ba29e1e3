/** A small certificate authority for tests: server certificates for loopback, and connector certificates as the control plane issues them. */
import 'reflect-metadata'
import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type Extension,
  type JsonGeneralName,
  type X509Certificate,
} from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const day = 86_400_000

export interface Issued {
  readonly certificate: string
  readonly key: KeyObject
}

export interface IssueOptions {
  readonly names: readonly JsonGeneralName[]
  readonly usage: 'server' | 'client'
  readonly notBefore?: Date
  readonly notAfter?: Date
  readonly publicKey?: Uint8Array
  readonly isAuthority?: boolean
}

/** What a relay or a connector needs of an authority: in another process, its certificate alone. */
export type Issuing = Pick<TestAuthority, 'certificate' | 'server' | 'connector'>

export class TestAuthority {
  readonly certificate: string
  readonly #keys: CryptoKeyPair
  readonly #own: X509Certificate

  private constructor(keys: CryptoKeyPair, own: X509Certificate) {
    this.#keys = keys
    this.#own = own
    this.certificate = own.toString('pem')
  }

  static async create(name = 'Contoso Test Authority'): Promise<TestAuthority> {
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
    const own = await X509CertificateGenerator.createSelfSigned({
      serialNumber: randomBytes(8).toString('hex'),
      name: `CN=${name}`,
      keys,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + 365 * day),
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    })
    return new TestAuthority(keys, own)
  }

  /** A certificate and, when no public key is given, a new key for it. */
  async issue({ names, usage, notBefore, notAfter, publicKey, isAuthority = false }: IssueOptions): Promise<Issued> {
    const made = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const spki = publicKey ?? made.publicKey.export({ type: 'spki', format: 'der' })
    const extensions: Extension[] = [
      new ExtendedKeyUsageExtension([usage === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2']),
      ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension([...names])]),
      new BasicConstraintsExtension(isAuthority, undefined, true),
    ]
    const certificate = await X509CertificateGenerator.create({
      serialNumber: `4${randomBytes(8).toString('hex').slice(1)}`,
      subject: usage === 'server' ? 'CN=relay' : 'CN=connector',
      issuer: this.#own.subject,
      notBefore: notBefore ?? new Date(Date.now() - 60_000),
      notAfter: notAfter ?? new Date(Date.now() + 90 * day),
      publicKey: await crypto.subtle.importKey('spki', new Uint8Array(spki), algorithm, true, ['verify']),
      signingKey: this.#keys.privateKey,
      signingAlgorithm: algorithm,
      extensions,
    })
    return { certificate: certificate.toString('pem'), key: made.privateKey }
  }

  server(): Promise<Issued> {
    return this.issue({
      usage: 'server',
      names: [
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ],
    })
  }

  connector(
    ids: { readonly organizationId: string; readonly locationId: string; readonly connectorId: string },
    options: Partial<IssueOptions> = {},
  ): Promise<Issued> {
    const value = `spiffe://${ids.organizationId}/location/${ids.locationId}/connector/${ids.connectorId}`
    return this.issue({ usage: 'client', names: [{ type: 'url', value }], ...options })
  }
}
