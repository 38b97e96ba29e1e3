/**
 * Reads the logs of set-up and of the service from where the last question ended. Keeps nothing: the cursor says which file
 * it was and how far it was read, so that a log that was begun anew meanwhile is followed over to its new file.
 */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { z } from 'zod'
import { type LogEntry, LogLevel, type LogPage, type LogSource, logSources, type LogSourceState } from '../../contract/log-entry.ts'
import { takeOutSecrets } from '../../contract/secret-scan.ts'
import { type HostReader } from '../host/host-reader.ts'
import { logFilesOf } from './log-files.ts'

/** Bytes of each log that one answer holds; at first the newest of them. */
const most = 512 * 1024

const Place = z.object({ file: z.number(), offset: z.number().int().nonnegative() })
type Place = z.infer<typeof Place>
const Cursor = z.partialRecord(z.enum(logSources), Place)

const pinoLevels: Readonly<Record<number, LogLevel>> = { 10: 'debug', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'error' }
const Line = z
  .object({
    time: z.union([z.string(), z.number()]),
    level: z.union([z.string(), z.number()]),
    topic: z.string().default(''),
    run: z.string().default(''),
    msg: z.string().default(''),
  })
  .loose()
const known = new Set(['time', 'level', 'topic', 'run', 'msg', 'pid', 'process', 'hostname'])

const levelOf = (level: string | number): LogLevel => {
  const named = LogLevel.safeParse(level)
  return named.success ? named.data : (pinoLevels[Number(level)] ?? (level === 'fatal' ? 'error' : 'info'))
}

export const entryOf = (source: LogSource, text: string): LogEntry => {
  try {
    const line = Line.parse(JSON.parse(text))
    const rest = Object.entries(line).filter(([name]) => !known.has(name))
    return {
      source,
      at: typeof line.time === 'number' ? new Date(line.time).toISOString() : line.time,
      level: levelOf(line.level),
      topic: line.topic,
      run: line.run,
      message: line.msg,
      ...(rest.length === 0 ? {} : { more: JSON.stringify(Object.fromEntries(rest)) }),
    }
  } catch {
    return { source, at: '', level: 'error', topic: '', run: '', message: text }
  }
}

interface Read {
  readonly text: string
  readonly place: Place
}

/** Whole lines from an offset on. Without one the newest. Throws the system's error. */
const readFrom = (path: string, from: number | undefined): Read => {
  const handle = openSync(path, 'r')
  try {
    const { size, ino } = fstatSync(handle)
    const begin = from === undefined || from > size ? Math.max(0, size - most) : from
    const bytes = Buffer.alloc(Math.min(most, size - begin))
    const read = bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, begin))
    // A line that is being written is read by the next question; the first one after a jump is cut.
    const first = from === undefined && begin > 0 ? read.indexOf(10) + 1 : 0
    const last = read.lastIndexOf(10) + 1
    return { text: read.subarray(first, Math.max(first, last)).toString('utf8'), place: { file: ino, offset: begin + last } }
  } finally {
    closeSync(handle)
  }
}

const inodeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino

const readOn = (paths: readonly string[], before: Place | undefined): Read => {
  const [newest = '', older = ''] = paths
  if (before === undefined || inodeOf(newest) === before.file) return readFrom(newest, before?.offset)
  const rest = inodeOf(older) === before.file ? readFrom(older, before.offset).text : ''
  const begun = readFrom(newest, 0)
  return { text: rest + begun.text, place: begun.place }
}

export const readLogs = (
  options: { readonly reader: Pick<HostReader, 'localPath'>; readonly stateFolder: string; readonly elevated: boolean },
  cursor: string | undefined,
): LogPage => {
  const parsed = Cursor.safeParse(cursor === undefined ? {} : jsonOf(cursor))
  const before = parsed.success ? parsed.data : {}
  const places: Partial<Record<LogSource, Place>> = {}
  const entries: LogEntry[] = []
  const sources = logSources.map((source): LogSourceState => {
    try {
      const { text, place } = readOn(logFilesOf(source, options), before[source])
      places[source] = place
      for (const line of takeOutSecrets(text).text.split('\n')) if (line !== '') entries.push(entryOf(source, line))
      return { source, is: 'read' }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
      return code === 'ENOENT' || code === 'ENOTDIR'
        ? { source, is: 'absent' }
        : { source, is: 'unreadable', why: code, elevation: !options.elevated && (code === 'EACCES' || code === 'EPERM') }
    }
  })
  return { entries: inOrder(entries), cursor: JSON.stringify(places), sources }
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** By time over both logs; a line without a time stays behind the one it followed. */
const inOrder = (entries: readonly LogEntry[]): LogEntry[] => {
  let last = ''
  return entries
    .map((entry) => ({ entry, at: (last = entry.at === '' ? last : entry.at) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ entry }) => entry)
}
