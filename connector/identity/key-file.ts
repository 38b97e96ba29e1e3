/** Key store over a file: PKCS #8 PEM, mode 0600, in a folder of mode 0700 that belongs to the service's account. */
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { failed, succeeded } from '../../contract/error-codes.ts'
import { Secret } from '../../contract/secret.ts'
import { errnoOf, readGuardedFile, writeGuardedFile } from './guarded-folder.ts'
import { machineKeyOf, type KeyStore } from './machine-key.ts'

const generate = promisify(generateKeyPair)

const isP256 = (key: KeyObject): boolean => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'

export const fileKeyStore = (path: string): KeyStore => ({
  async read() {
    const content = await readGuardedFile(path, 4096)
    if (!content.ok) return failed('CW4002', content.failure.values, content.failure.detail)
    try {
      const key = createPrivateKey(content.value)
      return isP256(key) ? succeeded(machineKeyOf(new Secret(key))) : failed('CW4002', { file: path, reason: 'not a P-256 key' })
    } catch {
      return failed('CW4002', { file: path, reason: 'not a PKCS #8 key' })
    } finally {
      content.value.fill(0)
    }
  },
  async create() {
    const { privateKey } = await generate('ec', { namedCurve: 'P-256' })
    const pem = new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const written = await writeGuardedFile(path, pem.reveal())
    return written.ok ? succeeded(machineKeyOf(new Secret(privateKey))) : written
  },
  async remove() {
    try {
      await rm(path, { force: true })
      return succeeded(undefined)
    } catch (error) {
      return failed('CW7009', { file: path, reason: errnoOf(error) })
    }
  },
})
