/**
 * Serves the local status API on a Unix socket that only the service's own account can open, or on a named pipe: Windows lets
 * SYSTEM, administrators and the service's account write to one made without an access list, and everybody read from it. So
 * only who has asked something is told anything.
 */
import { chmod, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'
import { type z } from 'zod'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { localStatusCalls, type localStatusEvents, type LocalStatusCall } from '../../contract/local-status-api.ts'
import { ensureGuardedFolder, errnoOf } from '../identity/guarded-folder.ts'

type Argument<C extends LocalStatusCall> = z.infer<(typeof localStatusCalls)[C]['argument']>
export type Answer<C extends LocalStatusCall> = z.infer<(typeof localStatusCalls)[C]['result']>
export type StatusHandlers = { readonly [C in LocalStatusCall]: (argument: Argument<C>) => Promise<Answer<C>> | Answer<C> }
type Events = { [E in keyof typeof localStatusEvents]: z.infer<(typeof localStatusEvents)[E]> }

const mostConnections = 32

export interface StatusServer {
  notify<E extends keyof Events>(event: E, value: Events[E]): void
  close(): Promise<void>
}

const callNames = Object.keys(localStatusCalls) as LocalStatusCall[]

const answer = async <C extends LocalStatusCall>(name: C, raw: unknown, handler: StatusHandlers[C]): Promise<unknown> => {
  const { argument, result } = localStatusCalls[name]
  const parsed = argument.safeParse(raw ?? {})
  if (!parsed.success)
    throw new ResponseError(ErrorCodes.InvalidParams, `CW7007: ${parsed.error.issues[0]?.message ?? 'argument'}`, { code: 'CW7007' })
  return result.parse(await handler(parsed.data as Argument<C>))
}

const serve = (socket: Socket, handlers: StatusHandlers, asked: () => void): MessageConnection => {
  const connection = createMessageConnection(new SocketMessageReader(socket), new SocketMessageWriter(socket))
  for (const name of callNames) {
    connection.onRequest(name, (raw: unknown) => {
      asked()
      return answer(name, raw, handlers[name])
    })
  }
  // A frame that cannot be read leaves no way to find the next one.
  connection.onError(() => socket.destroy())
  connection.onClose(() => connection.dispose())
  socket.on('error', () => undefined)
  connection.listen()
  return connection
}

const listen = (server: Server, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
  })

/** Call it only while holding the service's lock: a socket left by a killed service is removed. Fails with CW7009. */
export const serveStatus = async (address: string, handlers: StatusHandlers): Promise<Result<StatusServer>> => {
  const connections = new Map<Socket, MessageConnection>()
  const listeners = new Set<MessageConnection>()
  const server = createServer((socket) => {
    if (connections.size >= mostConnections) return void socket.destroy()
    const connection = serve(socket, handlers, () => listeners.add(connection))
    connections.set(socket, connection)
    socket.once('close', () => {
      connections.delete(socket)
      listeners.delete(connection)
    })
  })
  try {
    if (process.platform !== 'win32') {
      const folder = await ensureGuardedFolder(dirname(address))
      if (!folder.ok) return folder
      await rm(address, { force: true })
    }
    // The folder lets nobody else in, so there is no moment in which the socket is open to others.
    await listen(server, address)
    if (process.platform !== 'win32') await chmod(address, 0o600)
  } catch (error) {
    return failed('CW7009', { file: address, reason: errnoOf(error) })
  }
  return succeeded({
    notify: (event, value) => {
      for (const connection of listeners) connection.sendNotification(event, value).catch(() => undefined)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of connections.keys()) socket.destroy()
      }),
  })
}
