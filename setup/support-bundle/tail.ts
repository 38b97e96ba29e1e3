/** The newest part of a file that may be long, from the beginning of a line. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

export const longestTail = 6 * 1024 * 1024

/** Absent when there is no such file. Throws the system's error when it cannot be read. */
export const readTail = (path: string, most = longestTail): string | undefined => {
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined
    throw error
  }
  try {
    const { size } = fstatSync(handle)
    const from = Math.max(0, size - most)
    const bytes = Buffer.alloc(size - from)
    const text = bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, from)).toString('utf8')
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    closeSync(handle)
  }
}
