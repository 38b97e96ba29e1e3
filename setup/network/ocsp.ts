/** The little of OCSP (RFC 6960) that asking about one certificate takes: a request, and the status in the answer. */
import { createHash } from 'node:crypto'
// Types alone: anything else would load the library with this file.
import type { X509Certificate } from '@peculiar/x509'

interface Piece {
  readonly tag: number
  /** Of its content in the whole. */
  readonly from: number
  readonly to: number
}

const tags = { integer: 0x02, bits: 0x03, bytes: 0x04, empty: 0x05, oid: 0x06, enumerated: 0x0a, sequence: 0x30, time: 0x18 } as const
const sha1 = Buffer.from('06052b0e03021a', 'hex')

const wrap = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

const readPiece = (der: Uint8Array, at: number): Piece => {
  const tag = der[at] ?? 0
  let length = der[at + 1] ?? 0
  let from = at + 2
  if (length >= 0x80) {
    const count = length & 0x7f
    if (count === 0 || count > 4) throw new Error('a length that is not DER')
    length = 0
    for (let i = 0; i < count; i += 1) length = length * 256 + (der[from + i] ?? 0)
    from += count
  }
  if (from + length > der.length) throw new Error('cut off')
  return { tag, from, to: from + length }
}

const piecesIn = (der: Uint8Array, { from, to }: Pick<Piece, 'from' | 'to'>): Piece[] => {
  const pieces: Piece[] = []
  for (let at = from; at < to;) {
    const piece = readPiece(der, at)
    pieces.push(piece)
    at = piece.to
  }
  return pieces
}

const withTag = (pieces: readonly Piece[], ...wanted: readonly number[]): Piece => {
  const found = pieces.find(({ tag }) => wanted.includes(tag))
  if (found === undefined) throw new Error('a part is missing')
  return found
}

const digest = (bytes: Uint8Array): Buffer => createHash('sha1').update(bytes).digest()

/** Serial number as the certificate has it, content only. */
const serialOf = (certificate: X509Certificate): Buffer => {
  const der = new Uint8Array(certificate.rawData)
  const [outer] = piecesIn(der, { from: 0, to: der.length })
  const [tbs] = outer === undefined ? [] : piecesIn(der, outer)
  const serial = withTag(tbs === undefined ? [] : piecesIn(der, tbs), tags.integer)
  return Buffer.from(der.subarray(serial.from, serial.to))
}

export const ocspRequest = (certificate: X509Certificate, issuer: X509Certificate): Buffer => {
  const key = new Uint8Array(issuer.publicKey.rawData)
  const [outer] = piecesIn(key, { from: 0, to: key.length })
  const bits = withTag(outer === undefined ? [] : piecesIn(key, outer), tags.bits)
  const issuerName = Buffer.from(issuer.subjectName.toArrayBuffer())
  const id = wrap(
    tags.sequence,
    wrap(tags.sequence, sha1, wrap(tags.empty)),
    wrap(tags.bytes, digest(issuerName)),
    // The first byte of a bit string counts its unused bits.
    wrap(tags.bytes, digest(key.subarray(bits.from + 1, bits.to))),
    wrap(tags.integer, serialOf(certificate)),
  )
  return wrap(tags.sequence, wrap(tags.sequence, wrap(tags.sequence, wrap(tags.sequence, id))))
}

/** The status of that certificate. Signatures are not verified: the answer is shown to a person, nobody is trusted for it. */
export const certificateStatus = (
  answer: Uint8Array,
  certificate: X509Certificate,
): { outcome: 'good' | 'revoked' | 'unusable'; reason?: string; since?: string } => {
  const outer = withTag([readPiece(answer, 0)], tags.sequence)
  const [status, bytes] = piecesIn(answer, outer)
  const code = status === undefined ? undefined : answer[status.from]
  if (code !== 0 || bytes === undefined) return { outcome: 'unusable', reason: `responder says ${code ?? 'nothing'}` }
  const response = withTag(piecesIn(answer, withTag(piecesIn(answer, bytes), tags.sequence)), tags.bytes)
  const basic = withTag(piecesIn(answer, response), tags.sequence)
  const data = withTag(piecesIn(answer, basic), tags.sequence)
  const list = withTag(
    piecesIn(answer, data).filter(({ tag }) => tag === tags.sequence),
    tags.sequence,
  )
  const serial = serialOf(certificate)
  for (const single of piecesIn(answer, list)) {
    const parts = piecesIn(answer, single)
    const id = withTag(parts, tags.sequence)
    const asked = withTag(piecesIn(answer, id), tags.integer)
    if (Buffer.compare(answer.subarray(asked.from, asked.to), serial) !== 0) continue
    const state = withTag(parts, 0x80, 0xa1, 0x82)
    if (state.tag === 0x80) return { outcome: 'good' }
    if (state.tag === 0x82) return { outcome: 'unusable', reason: 'responder does not know the certificate' }
    const time = withTag(piecesIn(answer, state), tags.time)
    const text = Buffer.from(answer.subarray(time.from, time.to)).toString('latin1')
    return { outcome: 'revoked', since: text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z') }
  }
  return { outcome: 'unusable', reason: 'answer about other certificates' }
}
