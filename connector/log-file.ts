/** The log file of the service: a handful of files of bounded size, the newest without a number. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface LogFileOptions {
  readonly path: string
  /** Bytes at which a new file is begun. */
  readonly limit: number
  /** Older files that are kept: `<path>.1` is the youngest of them. */
  readonly keep: number
}

export class LogFile {
  readonly #options: LogFileOptions
  #handle: number
  #size: number

  /** Throws the system's error when the file cannot be opened. */
  constructor(options: LogFileOptions) {
    this.#options = options
    mkdirSync(dirname(options.path), { recursive: true, mode: 0o700 })
    this.#handle = openSync(options.path, 'a', 0o600)
    this.#size = fstatSync(this.#handle).size
  }

  /** Appends one line. A full disk must not end the service: what cannot be written is lost. */
  write(line: string): void {
    try {
      if (this.#size + line.length > this.#options.limit) this.#rotate()
      this.#size += writeSync(this.#handle, line)
    } catch {
      // Nothing is left to tell it to.
    }
  }

  #rotate(): void {
    const { path, keep } = this.#options
    closeSync(this.#handle)
    try {
      for (let number = keep - 1; number >= 0; number -= 1) {
        try {
          renameSync(number === 0 ? path : `${path}.${number}`, `${path}.${number + 1}`)
        } catch {
          // There are not that many yet.
        }
      }
    } finally {
      this.#handle = openSync(path, 'a', 0o600)
      this.#size = fstatSync(this.#handle).size
    }
  }

  close(): void {
    closeSync(this.#handle)
  }
}
