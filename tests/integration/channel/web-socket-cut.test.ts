/** A channel over WebSocket that is reset: the relay's session ends, and its process goes on. */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, performServerHandshake } from 'node:http2'
import { type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createWebSocketStream, WebSocket } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handOverWebSocket } from '../../../cloud/relay/hand-over.ts'
import { webSocketProtocol } from '../../../contract/channel.ts'
import { endAtOnce } from '../../../contract/web-socket-end.ts'

const server = createServer()

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => void server.close())

/** The relay's session and the connector's socket of a new channel, on which the relay asks and the connector answers all the time. */
const openBusy = async () => {
  const upgraded = once(server, 'upgrade') as Promise<[IncomingMessage, Socket, Buffer]>
  const webSocket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, webSocketProtocol)
  webSocket.on('error', () => undefined)
  const answered = once(webSocket, 'upgrade') as Promise<[IncomingMessage]>
  const stream = handOverWebSocket(...(await upgraded), {})
  await once(webSocket, 'open')
  const connector = performServerHandshake(endAtOnce(createWebSocketStream(webSocket), webSocket).on('error', () => undefined))
  connector.on('error', () => undefined)
  connector.on('stream', (asked) => {
    asked.on('error', () => undefined)
    asked.respond()
    asked.end('y'.repeat(2000))
  })
  const handedOver = await stream
  if (handedOver === undefined) throw new Error('not handed over')
  const session = connect('http://connector', { createConnection: () => handedOver })
  session.on('error', () => undefined)
  await once(session, 'remoteSettings')
  const asking = setInterval(() => {
    if (session.destroyed || session.closed) return
    session
      .request({})
      .on('error', () => undefined)
      .resume()
    session.ping(() => undefined)
  }, 3)
  // By whatever error: only that it ends counts.
  const closed = new Promise<void>((resolve) => session.once('close', resolve)).finally(() => clearInterval(asking))
  const [{ socket }] = await answered
  return { session, socket, closed }
}

test('ends when it is reset, wherever it is in its work', async () => {
  // One after the other: an upgrade belongs to whoever waits for it.
  for (let count = 0; count < 60; count += 1) {
    const { session, socket, closed } = await openBusy()
    // Not until something: each time a little later in its work.
    await delay(count % 20)
    socket.resetAndDestroy()
    await closed
    expect(session.destroyed).toBe(true)
  }
})
