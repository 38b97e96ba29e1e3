/** The machine's private key, as a port: it signs and never leaves. Files, DPAPI and a TPM can stand behind it. */
import { createPublicKey, sign as signWith, type KeyObject } from 'node:crypto'
import { type Result } from '../../contract/error-codes.ts'
import { type Secret } from '../../contract/secret.ts'

/** A P-256 key pair that can sign. */
export interface MachineKey {
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** ECDSA with SHA-256 over `data`; 64 bytes, r and s side by side (RFC 7518, section 3.4). */
  sign(data: Uint8Array): Promise<Uint8Array>
}

export interface KeyStore {
  /** The key made earlier. Fails with CW4002 when it is missing, damaged or not safely kept. */
  read(): Promise<Result<MachineKey>>
  /** Makes a new key and puts it in place of any other in one step; a key found there is never reused. Fails with CW7009. */
  create(): Promise<Result<MachineKey>>
  /** Removes the key. No failure when there is none. */
  remove(): Promise<Result<void>>
}

/** A machine key over key material in memory. */
export const machineKeyOf = (material: Secret<KeyObject>): MachineKey => ({
  publicKey: createPublicKey(material.reveal()).export({ type: 'spki', format: 'der' }),
  sign: (data) =>
    new Promise((resolve, reject) => {
      signWith('sha256', data, { key: material.reveal(), dsaEncoding: 'ieee-p1363' }, (error, signature) => {
        if (error === null) resolve(signature)
        else reject(error)
      })
    }),
})
