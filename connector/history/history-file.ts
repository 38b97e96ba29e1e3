/**
 * The file of the history: records are appended, and now and then it is written anew beside itself and renamed, so that a
 * crash at any point loses at most the record that was being written, a power cut at most the last few. Format: docs/history.md.
 */
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Failure, succeeded, type Result } from '../../contract/error-codes.ts'
import { type HistoryRecord } from '../../contract/history.ts'
import { historyLine, readHistory, type ReadHistory } from '../../contract/history-lines.ts'
import { errnoOf } from '../identity/guarded-folder.ts'

/** A file of this program never comes near it; what is larger is read no further. */
const mostRead = 4 * 1024 * 1024

const writeAll = (file: number, text: string): void => {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

export class HistoryFile {
  readonly #path: string
  #handle: number | undefined
  #bytes = 0
  /** The file ends within a line, which a new record must not become a part of. */
  #torn = false

  constructor(path: string) {
    this.#path = path
  }

  get bytes(): number {
    return this.#bytes
  }

  /** A file that is not there is empty. Fails with CW7009 when it cannot be read at all. */
  read(): Result<ReadHistory> {
    try {
      const content = readFileSync(this.#path)
      const text = content.subarray(0, mostRead).toString('utf8')
      this.#bytes = content.length
      this.#torn = text !== '' && !text.endsWith('\n')
      return succeeded(readHistory(text))
    } catch (error) {
      return errnoOf(error) === 'ENOENT' ? succeeded({ records: [], unreadable: 0 }) : this.#unusable(error)
    }
  }

  /** Hands the record to the system, which a killed service does not undo; only a power cut may take the last few. Fails with CW7009. */
  append(record: HistoryRecord): Result<void> {
    try {
      this.#handle ??= this.#open(this.#path, 'a')
      const line = `${this.#torn ? '\n' : ''}${historyLine(record)}`
      writeAll(this.#handle, line)
      this.#torn = false
      this.#bytes = fstatSync(this.#handle).size
      return succeeded(undefined)
    } catch (error) {
      this.#torn = true
      this.close()
      return this.#unusable(error)
    }
  }

  /** Puts these in the place of everything. Until the rename the old file is whole, after it the new one. */
  replace(records: readonly HistoryRecord[]): Result<void> {
    const beside = `${this.#path}.new`
    try {
      this.close()
      rmSync(beside, { force: true })
      const file = this.#open(beside, 'wx')
      try {
        writeAll(file, records.map(historyLine).join(''))
        fsyncSync(file)
        this.#bytes = fstatSync(file).size
      } finally {
        closeSync(file)
      }
      renameSync(beside, this.#path)
      this.#torn = false
      return succeeded(undefined)
    } catch (error) {
      return this.#unusable(error)
    }
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle)
    this.#handle = undefined
  }

  #open(path: string, flags: string): number {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return openSync(path, flags, 0o600)
  }

  #unusable(error: unknown): { ok: false; failure: Failure } {
    return { ok: false, failure: { code: 'CW7009', values: { file: this.#path, reason: errnoOf(error) } } }
  }
}
