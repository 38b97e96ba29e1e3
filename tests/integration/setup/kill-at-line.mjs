/**
 * Preloaded into set-up by a test: ends the process with SIGKILL at one line of the journal. `before` the line is written (the
 * change before it has happened and nobody knows), `torn` in the middle of writing it, or `after` it is on the disk (what it
 * announces has not begun).
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const [line, how] = (process.env.CAUSEWAY_TEST_KILL ?? '').split(' ')
const { writeSync, fsyncSync } = fs
let reached = false

fs.writeSync = (file, data, ...rest) => {
  const number = typeof data === 'string' ? /^[0-9a-f]{16} \{"n":(\d+),/.exec(data)?.[1] : undefined
  if (number !== line) return writeSync(file, data, ...rest)
  if (how === 'before') process.kill(process.pid, 'SIGKILL')
  if (how === 'torn') {
    writeSync(file, data.slice(0, data.length / 2))
    process.kill(process.pid, 'SIGKILL')
  }
  reached = true
  return writeSync(file, data, ...rest)
}
fs.fsyncSync = (file) => {
  fsyncSync(file)
  if (reached) process.kill(process.pid, 'SIGKILL')
}
syncBuiltinESMExports()
