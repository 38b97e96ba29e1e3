/**
 * Key store over a file in a folder that only the service's account may touch: PKCS #8 PEM; on Windows the same wrapped for this
 * machine (DPAPI), so that a copied file is worth nothing elsewhere.
 */
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { failed, succeeded } from '../../contract/error-codes.ts'
import { Secret } from '../../contract/secret.ts'
import { errnoOf, readGuardedFile, removeGuardedFile, writeGuardedFile } from './guarded-folder.ts'
import { machineKeyOf, type KeyStore } from './machine-key.ts'
import { wrappingHere, type Wrapping } from './wrapping.ts'

const generate = promisify(generateKeyPair)

const isP256 = (key: KeyObject): boolean => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'

const keyWrapping = () => wrappingHere('causeway.machine-key/1', 'CW4020')

export const fileKeyStore = (path: string, wrapping: () => Promise<Wrapping> = keyWrapping): KeyStore => ({
  async read() {
    const content = await readGuardedFile(path, 8192)
    if (!content.ok) return failed('CW4002', content.failure.values, content.failure.detail)
    const plain = (await wrapping()).unwrap(content.value, path)
    if (!plain.ok) return plain
    try {
      const key = createPrivateKey(plain.value)
      return isP256(key) ? succeeded(machineKeyOf(new Secret(key))) : failed('CW4002', { file: path, reason: 'not a P-256 key' })
    } catch {
      return failed('CW4002', { file: path, reason: 'not a PKCS #8 key' })
    } finally {
      content.value.fill(0)
      plain.value.fill(0)
    }
  },
  async create() {
    const { privateKey } = await generate('ec', { namedCurve: 'P-256' })
    const pem = Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    try {
      const written = await writeGuardedFile(path, (await wrapping()).wrap(pem))
      return written.ok ? succeeded(machineKeyOf(new Secret(privateKey))) : written
    } catch (error) {
      return failed('CW7009', { file: path, reason: errnoOf(error) })
    } finally {
      pem.fill(0)
    }
  },
  remove: () => removeGuardedFile(path),
})
