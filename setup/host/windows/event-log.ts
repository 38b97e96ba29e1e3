/**
 * Events of the Service Control Manager in the System log of the last seven days, at most 200, as `wevtutil` writes them (XML;
 * decided by provider and time, never by texts). Source: learn.microsoft.com, "wevtutil".
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { failed, type Result, succeeded } from '../../../contract/error-codes.ts'

const query = "*[System[Provider[@Name='Service Control Manager'] and TimeCreated[timediff(@SystemTime) <= 604800000]]]"

export const readServiceEvents = (signal: AbortSignal): Promise<Result<string>> =>
  new Promise((resolve) => {
    const system = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32')
    const args = ['qe', 'System', `/q:${query}`, '/c:200', '/rd:true', '/f:xml', '/e:Events', '/uni:true']
    execFile(
      join(system, 'wevtutil.exe'),
      args,
      { cwd: system, signal, windowsHide: true, encoding: 'buffer', maxBuffer: 8 * 1024 * 1024 },
      (error, output) => {
        if (error !== null) resolve(failed('CW7009', { file: 'System', reason: error.message }, error.message))
        else resolve(succeeded(output[0] === 0xff ? output.toString('utf16le').slice(1) : output.toString('utf8').replaceAll('\0', '')))
      },
    )
  })
