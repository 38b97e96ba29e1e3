/**
 * A file of facts, one a line, each flushed to the disk before the next thing happens, so that a crash, a power cut or `kill -9`
 * at any point leaves what was written before. Format: docs/install-journal.md.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { Instant } from '../../contract/ids.ts'

/** What may stand in a file: the schema of its entries, and which may be the first. */
export interface LineKind<E> {
  readonly entry: z.ZodType<E>
  readonly mayBegin: (entry: E) => boolean
}

export interface FactLine<E> {
  readonly n: number
  readonly at: string
  readonly entry: E
}

/** Larger than any real journal by three orders of magnitude. */
const maximumBytes = 8 * 1024 * 1024
const sumLength = 16

/** The checksum of a line covers the one before it, so that a line which was removed or moved is noticed as well. */
const sumOf = (previous: string, text: string) => createHash('sha256').update(previous).update(text).digest('hex').slice(0, sumLength)

export interface ParsedLines<E> {
  lines: FactLine<E>[]
  /** Bytes of the good lines; what follows is a line that was being written when the machine stopped. */
  goodBytes: number
  lastSum: string
}

/**
 * Reads the text of a journal. An unfinished last line is what a crash leaves: the change it announces was not begun, so
 * it is dropped. Anything else that does not fit is damage, and nothing may be done on the word of a damaged journal.
 */
export const parseLines = <E>(bytes: Buffer, path: string, kind: LineKind<E>): Result<ParsedLines<E>> => {
  const Line = z.object({ n: z.int().nonnegative(), at: Instant, entry: kind.entry })
  const lines: FactLine<E>[] = []
  let start = 0
  let lastSum = ''
  const damaged = (why: string) => failed('CW3006', { file: path, line: lines.length + 1 }, why)
  for (;;) {
    const end = bytes.indexOf(0x0a, start)
    if (end === -1) return succeeded({ lines, goodBytes: start, lastSum })
    const raw = bytes.subarray(start, end).toString('utf8')
    const sum = raw.slice(0, sumLength)
    const text = raw.slice(sumLength + 1)
    if (raw[sumLength] !== ' ' || sum !== sumOf(lastSum, text)) return damaged('checksum does not match')
    let data: unknown
    try {
      data = JSON.parse(text)
    } catch (error) {
      return damaged(String(error))
    }
    const line = Line.safeParse(data)
    if (!line.success) return damaged(z.prettifyError(line.error))
    if (line.data.n !== lines.length) return damaged(`line number ${line.data.n}`)
    if (lines.length === 0 && !kind.mayBegin(line.data.entry)) return damaged('does not start as it should')
    lines.push(line.data)
    lastSum = sum
    start = end + 1
  }
}

/** An open file of facts. Not safe for two writers: the caller holds the set-up lock. */
export class LineFile<E> {
  readonly path: string
  readonly #now: () => Date
  #file: number | undefined
  readonly #kind: LineKind<E>
  #lines: FactLine<E>[]
  #lastSum: string

  private constructor(path: string, now: () => Date, kind: LineKind<E>, parsed: ParsedLines<E>) {
    this.path = path
    this.#kind = kind
    this.#now = now
    this.#lines = parsed.lines
    this.#lastSum = parsed.lastSum
  }

  /** Reads what is there (nothing is an empty file) and changes nothing on disk. */
  static open<E>(path: string, now: () => Date, kind: LineKind<E>): Result<LineFile<E>> {
    const bytes = readWhole(path)
    if (!bytes.ok) return bytes
    const parsed = parseLines(bytes.value, path, kind)
    return parsed.ok ? succeeded(new LineFile(path, now, kind, parsed.value)) : parsed
  }

  get lines(): readonly FactLine<E>[] {
    return this.#lines
  }

  /** Sets aside what an ended run left, so that the next one starts with an empty file. */
  startAfresh(): void {
    this.close()
    if (existsSync(this.path)) renameSync(this.path, `${this.path}.previous`)
    this.#lines = []
    this.#lastSum = ''
  }

  /** Returns when the line is on the disk. */
  append(entry: E): void {
    this.#file ??= openForAppend(this.path, this.#lines.length === 0 ? 0 : this.#goodBytes())
    const line: FactLine<E> = { n: this.#lines.length, at: this.#now().toISOString(), entry }
    const text = JSON.stringify(line)
    const sum = sumOf(this.#lastSum, text)
    writeSync(this.#file, `${sum} ${text}\n`)
    fsyncSync(this.#file)
    this.#lines.push(line)
    this.#lastSum = sum
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Forgets the journal altogether, after everything was taken back by an uninstall. */
  remove(): void {
    this.close()
    rmSync(this.path, { force: true })
    rmSync(`${this.path}.previous`, { force: true })
    this.#lines = []
    this.#lastSum = ''
  }

  #goodBytes(): number {
    const bytes = readWhole(this.path)
    if (!bytes.ok) return 0
    const parsed = parseLines(bytes.value, this.path, this.#kind)
    return parsed.ok ? parsed.value.goodBytes : 0
  }
}

const openForAppend = (path: string, keep: number): number => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a', 0o600)
  ftruncateSync(file, keep)
  fsyncSync(file)
  flushFolder(dirname(path))
  return file
}

/** A new file's name is only safe once its folder is flushed; Windows does that by itself and refuses the call. */
const flushFolder = (folder: string): void => {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const readWhole = (path: string): Result<Buffer> => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return succeeded(Buffer.alloc(0))
    return failed('CW7009', { file: path, reason: String(error) })
  }
  try {
    const { size } = fstatSync(file)
    if (size > maximumBytes) return failed('CW3006', { file: path, line: 0 }, `larger than ${maximumBytes} bytes`)
    const bytes = Buffer.alloc(size)
    let read = 0
    while (read < size) {
      const count = readSync(file, bytes, read, size - read, read)
      if (count === 0) break
      read += count
    }
    return succeeded(bytes.subarray(0, read))
  } catch (error) {
    return failed('CW7009', { file: path, reason: String(error) })
  } finally {
    closeSync(file)
  }
}
