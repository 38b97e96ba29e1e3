/**
 * The last good run, kept in the folder of set-up's state (`last-good.json`), so that a later failure can be compared with
 * it. Written beside itself and renamed: a reader sees the old or the new one. What cannot be read counts as none.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { LastGood, type Run } from '../../contract/run-comparison.ts'
import { firstIssue } from '../enrollment/discovery.ts'

const longest = 512 * 1024
const none: LastGood = { schema: 'causeway.last-good/1' }

export class LastGoodFile {
  readonly #path: string

  constructor(stateFolder: string) {
    this.#path = join(stateFolder, 'last-good.json')
  }

  /** Nothing stored is an empty record; CW7004 for a file that is no such record. */
  read(): Result<LastGood> {
    try {
      if (statSync(this.#path).size > longest) return this.#damaged(`larger than ${longest} bytes`)
      const parsed = LastGood.safeParse(JSON.parse(readFileSync(this.#path, 'utf8')))
      return parsed.success ? succeeded(parsed.data) : this.#damaged(firstIssue(parsed.error))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return succeeded(none)
      return this.#damaged(error instanceof Error ? error.message : String(error))
    }
  }

  /** Replaces one half of the record and leaves the other. */
  store(of: 'test' | 'checks', run: Run): Result<void> {
    const before = this.read()
    const record: LastGood = { ...(before.ok ? before.value : none), [of]: run }
    const text = `${JSON.stringify(record)}\n`
    if (text.length > longest) return failed('CW7009', { file: this.#path, reason: `would be larger than ${longest} bytes` })
    const beside = `${this.#path}.new`
    try {
      mkdirSync(join(this.#path, '..'), { recursive: true, mode: 0o700 })
      rmSync(beside, { force: true })
      const file = openSync(beside, 'wx', 0o600)
      try {
        writeSync(file, text)
        fsyncSync(file)
      } finally {
        closeSync(file)
      }
      renameSync(beside, this.#path)
      return succeeded(undefined)
    } catch (error) {
      return failed('CW7009', { file: this.#path, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  #damaged(reason: string) {
    return failed('CW7004', { file: this.#path, reason }, reason)
  }
}
