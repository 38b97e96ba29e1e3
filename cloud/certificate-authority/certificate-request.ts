/** Reading of a certificate signing request from an unknown sender (PKCS #10, RFC 2986). */
import { createPublicKey } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'

/** Characters; a request for a P-256 key has about 400. */
const largestRequest = 8192
const onePem = /^\s*-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END (?:NEW )?CERTIFICATE REQUEST-----\s*$/

const refused = (reason: string) => failed('CW2022', { reason })

/**
 * The public key of a request that was really signed by it. Name and extensions that the request asks for are not used:
 * the control plane alone decides what a certificate says.
 * @returns CW2022 with the reason as detail when the request is anything else than one P-256 key that signed it.
 */
export const readCertificateRequest = async (request: string): Promise<Result<x509.PublicKey>> => {
  if (request.length > largestRequest) return refused(`the request is longer than ${largestRequest} characters`)
  const base64 = onePem.exec(request)?.[1]
  if (base64 === undefined) return refused('the request is not one PEM block "CERTIFICATE REQUEST"')
  try {
    const parsed = new x509.Pkcs10CertificateRequest(Buffer.from(base64, 'base64'))
    const details = createPublicKey({ key: Buffer.from(parsed.publicKey.rawData), format: 'der', type: 'spki' }).asymmetricKeyDetails
    if (details?.namedCurve !== 'prime256v1') return refused('the key of the request is not on the curve P-256')
    if (!(await parsed.verify())) return refused('the request is not signed by its own key')
    return succeeded(parsed.publicKey)
  } catch (error) {
    return refused(`the request cannot be read: ${error instanceof Error ? error.message : 'malformed'}`)
  }
}
