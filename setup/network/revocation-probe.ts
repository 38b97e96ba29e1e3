/** Asks the lists (CRL, RFC 5280) and responders (OCSP, RFC 6960) that a chain names, and reads what they say of its certificates. */
import { AuthorityInfoAccessExtension, CRLDistributionPointsExtension, X509Certificate, X509Crl } from '../../connector/identity/x509.ts'
import { type TunnelOptions } from '../../connector/way-out/proxy-tunnel.ts'
import { fetchPlain, type PlainAnswer } from './plain-http.ts'
import { certificateStatus, ocspRequest } from './ocsp.ts'
import { type ProxyUse } from '../../connector/way-out/proxy-choice.ts'
import { type Address } from '../../connector/way-out/address.ts'
import { type ChainCertificate } from './tls-probe.ts'

export interface RevocationSource {
  readonly kind: 'list' | 'responder'
  readonly url: string
  /** Whose certificate it is asked about. */
  readonly subject: string
  /** `unusable`: an answer came that proves nothing, because it is no list, another's, forged or out of date. */
  readonly outcome: 'good' | 'revoked' | 'unreachable' | 'unusable'
  readonly reason?: string
  /** For `revoked`: when, where the source says it. */
  readonly since?: string
  readonly milliseconds: number
}

const milliseconds = 4000
const largest = 10 * 1024 * 1024
/** Of each kind and certificate; the others are copies. */
const most = 2

interface Named {
  readonly kind: RevocationSource['kind']
  readonly url: string
  readonly certificate: X509Certificate
  readonly issuer: X509Certificate
}

const isPlainHttp = (url: string): boolean => URL.parse(url)?.protocol === 'http:'

const addressesIn = (certificate: X509Certificate): { lists: string[]; responders: string[] } => {
  const lists = certificate.getExtension(CRLDistributionPointsExtension)?.distributionPoints ?? []
  const access = certificate.getExtension(AuthorityInfoAccessExtension)
  return {
    lists: lists.flatMap((point) => (point.distributionPoint?.fullName ?? []).flatMap(({ uniformResourceIdentifier: url }) => url ?? [])),
    responders: (access?.ocsp ?? []).map(({ value }) => value),
  }
}

const readCertificate = ({ raw }: ChainCertificate): X509Certificate | undefined => {
  try {
    return new X509Certificate(new Uint8Array(raw))
  } catch {
    return undefined
  }
}

/** What OpenSSL accepted and this reader does not, as with ten thousand names: said, never taken for a certificate without sources. */
const unreadable = (chain: readonly ChainCertificate[]): RevocationSource[] =>
  chain
    .filter((certificate) => readCertificate(certificate) === undefined)
    .map(({ subject }) => ({
      kind: 'list',
      url: '-',
      subject,
      outcome: 'unusable',
      reason: 'the certificate cannot be read',
      milliseconds: 0,
    }))

/** Every source that a chain names, leaf first; certificates that cannot be read name none. */
export const sourcesOf = (chain: readonly ChainCertificate[]): Named[] => {
  const read = chain.flatMap((certificate) => readCertificate(certificate) ?? [])
  return read.flatMap((certificate, at) => {
    const issuer = read[at + 1]
    if (issuer === undefined) return []
    try {
      const { lists, responders } = addressesIn(certificate)
      const named = (kind: Named['kind'], urls: string[]) =>
        urls
          .filter(isPlainHttp)
          .slice(0, most)
          .map((url) => ({ kind, url, certificate, issuer }))
      return [...named('list', lists), ...named('responder', responders)]
    } catch {
      return []
    }
  })
}

export interface RevocationOptions extends TunnelOptions {
  readonly proxyFor: (address: Address, signal: AbortSignal) => Promise<ProxyUse>
  readonly now: () => number
}

export const probeRevocation = async (
  chain: readonly ChainCertificate[],
  { now, ...through }: RevocationOptions,
  signal: AbortSignal,
): Promise<RevocationSource[]> => [
  ...unreadable(chain),
  ...(await Promise.all(
    sourcesOf(chain).map(async (named): Promise<RevocationSource> => {
      const { kind, url, certificate, issuer } = named
      const body = kind === 'responder' ? ocspRequest(certificate, issuer) : undefined
      const answer = await fetchPlain(url, { ...through, milliseconds, largest, ...(body === undefined ? {} : { body }) }, signal)
      const about = { kind, url, subject: certificate.subjectName.getField('CN')[0] ?? certificate.subject }
      return { ...about, milliseconds: answer.milliseconds, ...(await judged(named, answer, now())) }
    }),
  )),
]

type Judgement = Pick<RevocationSource, 'outcome' | 'reason' | 'since'>

const judged = async (named: Named, answer: PlainAnswer, now: number): Promise<Judgement> => {
  if (!answer.ok) return { outcome: 'unreachable', reason: answer.reason }
  try {
    return named.kind === 'list' ? await listSays(named, answer.body, now) : certificateStatus(answer.body, named.certificate)
  } catch (error) {
    return { outcome: 'unusable', reason: error instanceof Error ? error.message.slice(0, 100) : String(error) }
  }
}

const listSays = async ({ certificate, issuer }: Named, body: Uint8Array, now: number): Promise<Judgement> => {
  const list = new X509Crl(new Uint8Array(body))
  if (list.issuer !== issuer.subject) return { outcome: 'unusable', reason: `of ${list.issuer.slice(0, 100)}` }
  if (!(await list.verify({ publicKey: issuer }))) return { outcome: 'unusable', reason: 'not signed by the issuer' }
  if (list.nextUpdate !== undefined && list.nextUpdate.getTime() < now)
    return { outcome: 'unusable', reason: `out of date since ${list.nextUpdate.toISOString()}` }
  const entry = list.findRevoked(certificate)
  return entry === null ? { outcome: 'good' } : { outcome: 'revoked', since: entry.revocationDate.toISOString() }
}
