/** Random credentials that machines carry (enrollment tokens, service keys), and what the database keeps of them. */
import { createHash, randomBytes } from 'node:crypto'
import { Secret } from '../../contract/secret.ts'

/** `prefix` lets a person and a secret scanner see what it is. 256 random bits, so that guessing is hopeless. */
export const newCredential = (prefix: 'cwe' | 'cws'): Secret => new Secret(`${prefix}_${randomBytes(32).toString('base64url')}`)

/** A plain hash is enough for 256 random bits; a slow one is for what people choose. */
export const credentialHash = (credential: Secret): string => createHash('sha256').update(credential.reveal()).digest('hex')
