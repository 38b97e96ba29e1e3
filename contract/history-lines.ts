/** The history as text: one record a line with a checksum of its own, so that what is damaged costs nothing but itself. Pure. */
import { HistoryRecord } from './history.ts'

/** FNV-1a over UTF-16 units, 32 bits: finds accidents, is no protection against forgery. */
const sumOf = (text: string): string => {
  let sum = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193)
  return (sum >>> 0).toString(16).padStart(8, '0')
}

export const historyLine = (record: HistoryRecord): string => {
  const text = JSON.stringify(record)
  return `${sumOf(text)} ${text}\n`
}

export interface ReadHistory {
  readonly records: HistoryRecord[]
  /** Characters that are no whole record. */
  readonly unreadable: number
}

const recordIn = (line: string): HistoryRecord | undefined => {
  const text = line.slice(9)
  if (line[8] !== ' ' || line.slice(0, 8) !== sumOf(text)) return undefined
  try {
    return HistoryRecord.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Never fails: each line that is whole counts, wherever it stands. */
export const readHistory = (text: string): ReadHistory => {
  const records: HistoryRecord[] = []
  let unreadable = 0
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const isTail = index === lines.length - 1
    if (isTail && line === '') continue
    // Without its end the last line may still be whole: only the line feed was lost.
    const record = recordIn(line)
    if (record === undefined) unreadable += line.length + (isTail ? 0 : 1)
    else records.push(record)
  }
  return { records, unreadable }
}
