/** Which of the errors of TLS mean that a certificate is not trusted. */
import { type Failure } from '../../contract/error-codes.ts'

/** System error codes of a chain that does not end at a trusted authority, or of a certificate for another name or time. */
const distrust: ReadonlySet<string> = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'CERT_UNTRUSTED',
  'CERT_REVOKED',
])

export const isDistrust = (code: string): boolean => distrust.has(code)

/** A proxy that speaks TLS itself and shows what is not trusted; undefined for any other error of it. */
export const distrustOf = (proxy: string, error: string): Failure | undefined =>
  isDistrust(error) ? { code: 'CW4019', values: { proxy, reason: error } } : undefined
