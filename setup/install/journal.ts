/**
 * What set-up does to this machine, written down before it is done. One line a fact, flushed to the disk before the next
 * change begins, so that a crash, a power cut or `kill -9` at any point leaves a file from which the work can be
 * finished or taken back. Format and rules: docs/install-journal.md.
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
import { type Result, Failure, failed, succeeded } from '../../contract/error-codes.ts'
import { Instant } from '../../contract/ids.ts'
import { ActionName, InstallPlan, PlannedChange } from '../../contract/install-plan.ts'
import { InstallInputs } from './inputs.ts'

/** What stood there before a change: enough to take the change back, and nothing secret. */
export const Before = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type Before = z.infer<typeof Before>

export const JournalEntry = z.discriminatedUnion('is', [
  z.object({ is: z.literal('begun'), plan: InstallPlan, inputs: InstallInputs }),
  z.object({ is: z.literal('resumed') }),
  /** A new enrollment of what is installed: everything from `enroll` on is done again. */
  z.object({ is: z.literal('again'), inputs: InstallInputs }),
  z.object({ is: z.literal('applying'), action: ActionName }),
  /** Written before the change is made. */
  z.object({ is: z.literal('changing'), action: ActionName, change: PlannedChange, before: Before }),
  /** What the action learnt and a later one needs (identifiers, never secrets). */
  z.object({ is: z.literal('learnt'), action: ActionName, facts: z.record(z.string(), z.string()) }),
  z.object({ is: z.literal('applied'), action: ActionName, milliseconds: z.number() }),
  z.object({ is: z.literal('failed'), action: ActionName, failure: Failure, milliseconds: z.number() }),
  z.object({ is: z.literal('undoing'), why: z.enum(['failed', 'cancelled', 'asked']), failure: Failure.optional() }),
  z.object({ is: z.literal('takenBack'), action: ActionName, what: z.string() }),
  z.object({ is: z.literal('notTakenBack'), action: ActionName, what: z.string(), failure: Failure }),
  z.object({ is: z.literal('ended'), how: z.enum(['installed', 'undone', 'undoneInPart']) }),
])
export type JournalEntry = z.infer<typeof JournalEntry>

const Line = z.object({ n: z.int().nonnegative(), at: Instant, entry: JournalEntry })
export type JournalLine = z.infer<typeof Line>

/** Larger than any real journal by three orders of magnitude. */
const maximumBytes = 8 * 1024 * 1024
const sumLength = 16

/** The checksum of a line covers the one before it, so that a line which was removed or moved is noticed as well. */
const sumOf = (previous: string, text: string) => createHash('sha256').update(previous).update(text).digest('hex').slice(0, sumLength)

export interface ParsedJournal {
  lines: JournalLine[]
  /** Bytes of the good lines; what follows is a line that was being written when the machine stopped. */
  goodBytes: number
  lastSum: string
}

/**
 * Reads the text of a journal. An unfinished last line is what a crash leaves: the change it announces was not begun, so
 * it is dropped. Anything else that does not fit is damage, and nothing may be done on the word of a damaged journal.
 */
export const parseJournal = (bytes: Buffer, path: string): Result<ParsedJournal> => {
  const lines: JournalLine[] = []
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
    if (lines.length === 0 && line.data.entry.is !== 'begun') return damaged('does not start with a plan')
    lines.push(line.data)
    lastSum = sum
    start = end + 1
  }
}

/** An open journal. Not safe for two writers: the caller holds the set-up lock. */
export class Journal {
  readonly path: string
  readonly #now: () => Date
  #file: number | undefined
  #lines: JournalLine[]
  #lastSum: string

  private constructor(path: string, now: () => Date, parsed: ParsedJournal) {
    this.path = path
    this.#now = now
    this.#lines = parsed.lines
    this.#lastSum = parsed.lastSum
  }

  /** Reads what is there (nothing is an empty journal) and changes nothing on disk. */
  static open(path: string, now: () => Date): Result<Journal> {
    const bytes = readWhole(path)
    if (!bytes.ok) return bytes
    const parsed = parseJournal(bytes.value, path)
    return parsed.ok ? succeeded(new Journal(path, now, parsed.value)) : parsed
  }

  get lines(): readonly JournalLine[] {
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
  append(entry: JournalEntry): void {
    this.#file ??= openForAppend(this.path, this.#lines.length === 0 ? 0 : this.#goodBytes())
    const line: JournalLine = { n: this.#lines.length, at: this.#now().toISOString(), entry }
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
    const parsed = parseJournal(bytes.value, this.path)
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
