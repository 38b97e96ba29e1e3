/** What the service remembers of a month: observes the worker's status, keeps records in a file of bounded size, tells ranges of it. */
import { type Failure, type Result } from '../../contract/error-codes.ts'
import { type History, type HistoryRange, type HistoryRecord } from '../../contract/history.ts'
import { compactHistory } from '../../contract/history-compaction.ts'
import { summarizeHistory } from '../../contract/history-summary.ts'
import { type WorkerStatus } from '../worker-link.ts'
import { HistoryFile } from './history-file.ts'
import { Observer } from './observer.ts'

/** Bytes at which the file is written anew, and what it then has at most; both exist for a moment, and stay under a megabyte. */
export const historyLimits = { file: 600_000, compacted: 300_000 } as const
/** Seconds after which it is written anew in any case, for the records that have become too old. */
const compactEvery = 24 * 3600

export interface HistoryOptions {
  readonly path: string
  readonly version: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log: (values: object, message: string) => void
}

export class ServiceHistory {
  readonly #options: HistoryOptions
  readonly #file: HistoryFile
  readonly #observer = new Observer()
  #records: HistoryRecord[] = []
  #compactedAt: number
  #failure: Failure | undefined

  /** Never throws: without a usable file the service remembers as long as it runs, and says so. */
  constructor(options: HistoryOptions) {
    this.#options = options
    this.#file = new HistoryFile(options.path)
    const at = this.#seconds()
    this.#compactedAt = at
    const read = this.#file.read()
    if (read.ok) {
      const { records, unreadable } = read.value
      this.#records = records
      if (unreadable > 0) {
        options.log({ topic: 'history', bytes: unreadable }, 'a part of the history could not be read')
        this.#records.push({ is: 'damaged', at, bytes: unreadable })
      }
      if (unreadable > 0 || this.#file.bytes > 0) this.#compact(at)
    } else this.#failed(read)
    this.#keep([{ is: 'started', at, version: options.version }])
  }

  observe(status: WorkerStatus): void {
    const at = this.#seconds()
    this.#keep(this.#observer.observe(status, at))
    if (this.#file.bytes > historyLimits.file || at - this.#compactedAt > compactEvery) this.#compact(at)
  }

  /** The service ends as it should. */
  stop(): void {
    const at = this.#seconds()
    this.#keep([...this.#observer.end(at), { is: 'stopped', at }])
    this.#file.close()
  }

  summary(range: HistoryRange): History {
    const at = this.#seconds()
    const summary = summarizeHistory(this.#records, range, at)
    return this.#failure === undefined ? summary : { ...summary, failure: this.#failure }
  }

  get bytes(): number {
    return this.#file.bytes
  }

  #keep(records: readonly HistoryRecord[]): void {
    for (const record of records) {
      this.#records.push(record)
      this.#failed(this.#file.append(record))
    }
  }

  #compact(at: number): void {
    this.#compactedAt = at
    this.#records = compactHistory(this.#records, at, historyLimits.compacted)
    this.#failed(this.#file.replace(this.#records))
  }

  #failed(result: Result<unknown>): void {
    const before = this.#failure
    this.#failure = result.ok ? undefined : result.failure
    if (!result.ok && before === undefined)
      this.#options.log({ topic: 'history', code: result.failure.code, values: result.failure.values }, 'the history cannot be kept')
  }

  #seconds(): number {
    return Math.floor(this.#options.now() / 1000)
  }
}
