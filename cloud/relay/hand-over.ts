/**
 * The one place at the relay where HTTP/2 takes over a connection that has spoken HTTP/1.1 before.
 *
 * Attaching HTTP/2 to a TLS socket whose own last write has not called back aborts the process (SIGABRT, not an
 * exception): `Assertion failed: is_write_in_progress()`. So the answer is written here, and the socket is handed on in
 * the write's callback. Nobody else may write to the socket before.
 */
import { type Duplex } from 'node:stream'
import { type IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { webSocketProtocol } from '../../contract/channel.ts'
import { endAtOnce } from '../../contract/web-socket-end.ts'

const webSockets = new WebSocketServer({
  noServer: true,
  perMessageDeflate: false,
  maxPayload: 4 * 1024 * 1024,
  handleProtocols: (offered) => (offered.has(webSocketProtocol) ? webSocketProtocol : false),
})

const prepareSocket = (socket: Duplex): void => {
  if (!(socket instanceof Socket)) return
  socket.setTimeout(0)
  socket.setNoDelay(true)
}

const headLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')

/** Answers 101 for the raw carrier. Absent when the socket was lost meanwhile. */
export const handOverRaw = (
  socket: Duplex,
  head: Buffer,
  token: string,
  headers: Readonly<Record<string, string>>,
): Promise<Duplex | undefined> =>
  new Promise((resolve) => {
    prepareSocket(socket)
    // A service may end its side and still read: without this Node would end ours with it. A channel that ends is over.
    if (token === 'tcp') socket.allowHalfOpen = true
    const lost = () => resolve(undefined)
    socket.on('error', lost)
    socket.once('close', lost)
    if (head.length > 0) socket.unshift(head)
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${token}\r\n${headLines(headers)}\r\n`, (error) => {
      socket.off('close', lost)
      if (!(error instanceof Error)) socket.off('error', lost)
      resolve(error instanceof Error || socket.destroyed ? undefined : socket)
    })
  })

/** Answers 101 for WebSocket; the stream that is given back carries HTTP/2 in binary messages. */
export const handOverWebSocket = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Duplex | undefined> =>
  new Promise((resolve) => {
    prepareSocket(socket)
    socket.once('close', () => resolve(undefined))
    const addHeaders = (lines: string[], asked: IncomingMessage) => {
      if (asked === request) lines.push(...Object.entries(headers).map(([name, value]) => `${name}: ${value}`))
    }
    webSockets.on('headers', addHeaders)
    webSockets.handleUpgrade(request, socket, head, (webSocket) => resolve(endAtOnce(createWebSocketStream(webSocket), webSocket)))
    webSockets.off('headers', addHeaders)
  })
