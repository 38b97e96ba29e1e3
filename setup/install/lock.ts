/**
 * Only one set-up changes a machine at a time. The lock is a listening name (a named pipe on Windows, an abstract socket on
 * Linux) that the system takes away with the process, so that nothing stale is left after a crash. It is no network interface.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'

export interface SetupLock {
  release(): void
}

export const lockName = (stateFolder: string): string => {
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 })
  const hash = createHash('sha256').update(realpathSync(stateFolder)).digest('hex').slice(0, 32)
  return process.platform === 'win32' ? `\\\\.\\pipe\\causeway-setup-${hash}` : `\0causeway-setup-${hash}`
}

/** `CW3010` with the number of the process that holds it. */
export const takeLock = (stateFolder: string): Promise<Result<SetupLock>> =>
  new Promise((resolve) => {
    const name = lockName(stateFolder)
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.end(String(process.pid))
    })
    server.once('error', (error) => {
      if ('code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES'))
        void holderOf(name).then((pid) => resolve(failed('CW3010', { pid })))
      else resolve(failed('CW9001', { reason: error.message, details: '' }))
    })
    server.listen(name, () => {
      server.unref()
      resolve(
        succeeded({
          // The name is free at once; the callback of `close` waits for the system's word on the accept that was pending.
          release: () => void server.close(),
        }),
      )
    })
  })

const holderOf = (name: string): Promise<string> =>
  new Promise((resolve) => {
    let said = ''
    const socket = connect(name)
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('data', (data) => {
      said = (said + data.toString('latin1')).slice(0, 12)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(/^\d+$/.test(said) ? said : '?'))
  })
