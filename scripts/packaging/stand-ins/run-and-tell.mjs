// Runs under Wine: starts a program, waits for it, and writes its whole exit code to a file; Linux sees only the lowest byte.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const [file = '', program = '', ...given] = process.argv.slice(2)
const { status, error } = spawnSync(program, given, { argv0: `"${program}"`, stdio: 'ignore', windowsVerbatimArguments: true })
writeFileSync(file, error === undefined ? String(status) : String(error))
