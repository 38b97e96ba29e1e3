/** The account that the proxy asks for, kept beside the machine's key and as well guarded: the service reads it at each start. */
import { z } from 'zod'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { ProxyAccountText, type ProxyAccount } from '../../contract/proxy.ts'
import { Secret } from '../../contract/secret.ts'
import { errnoOf, readGuardedFile, removeGuardedFile, writeGuardedFile } from './guarded-folder.ts'
import { wrappingHere } from './wrapping.ts'

const Stored = ProxyAccountText.extend({ schema: z.literal('causeway.proxy-account/1'), id: z.string().min(1).max(64) })

const wrapping = () => wrappingHere('causeway.proxy-account/1', 'CW4017')

export interface ProxyAccountFile {
  /** Undefined when none is kept; fails with CW4017 when what is kept is of no use. */
  read(): Promise<Result<ProxyAccount | undefined>>
  /** Fails with CW7009. */
  write(account: ProxyAccount): Promise<Result<void>>
  remove(): Promise<Result<void>>
}

export const proxyAccountFile = (path: string): ProxyAccountFile => ({
  async read() {
    const content = await readGuardedFile(path, 8192)
    if (!content.ok) {
      const { values, detail } = content.failure
      return values['reason'] === 'ENOENT' ? succeeded(undefined) : failed('CW4017', { file: path, ...values }, detail)
    }
    const plain = (await wrapping()).unwrap(content.value, path)
    if (!plain.ok) return plain
    try {
      const { id, proxy, user, password } = Stored.parse(JSON.parse(plain.value.toString('utf8')))
      return succeeded({ id, proxy, user, password: new Secret(password) })
    } catch {
      return failed('CW4017', { file: path, reason: 'not an account' })
    } finally {
      content.value.fill(0)
      plain.value.fill(0)
    }
  },
  async write({ id, proxy, user, password }) {
    const plain = Buffer.from(
      JSON.stringify({ schema: 'causeway.proxy-account/1', id, proxy, user, password: password.reveal() } satisfies z.infer<typeof Stored>),
    )
    try {
      return await writeGuardedFile(path, (await wrapping()).wrap(plain))
    } catch (error) {
      return failed('CW7009', { file: path, reason: errnoOf(error) })
    } finally {
      plain.fill(0)
    }
  },
  remove: () => removeGuardedFile(path),
})
