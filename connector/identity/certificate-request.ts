/** PKCS #10 requests (RFC 2986) signed through the key port, so that the private key need not be in memory as a key object. */
import { webcrypto } from 'node:crypto'
import { type MachineKey } from './machine-key.ts'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Web Crypto with one call answered by the machine key: `sign`. */
const signingWith = (key: MachineKey): typeof webcrypto => {
  const subtle = new Proxy(webcrypto.subtle, {
    get(target, name) {
      if (name === 'sign')
        return async (_algorithm: unknown, _key: unknown, data: ArrayBuffer) => new Uint8Array(await key.sign(new Uint8Array(data))).buffer
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? (member.bind(target) as unknown) : member
    },
  })
  return new Proxy(webcrypto, {
    get(target, name) {
      return name === 'subtle' ? subtle : (Reflect.get(target, name) as unknown)
    },
  })
}

/** PEM of a request for this key. `commonName` is for people who look at it; the authority decides the name in the certificate. */
export const certificateRequest = async (key: MachineKey, commonName: string): Promise<string> => {
  // More code than all the rest of the service, for one moment in months: no start waits for it.
  const { Pkcs10CertificateRequestGenerator } = await import('./x509.ts')
  const publicKey = await webcrypto.subtle.importKey('spki', new Uint8Array(key.publicKey), algorithm, true, ['verify'])
  const request = await Pkcs10CertificateRequestGenerator.create(
    { name: [{ CN: [commonName] }], keys: { publicKey, privateKey: publicKey }, signingAlgorithm: { ...algorithm, hash: 'SHA-256' } },
    signingWith(key),
  )
  return request.toString('pem')
}
