/**
 * Lets a stream over a WebSocket end as soon as it is told to.
 *
 * The stream that `ws` makes waits with its end for the closing handshake, and for ever when the connection was reset. HTTP/2 over
 * it goes on writing meanwhile, and Node ends the process then: a write while the end is pending is an internal assertion of its
 * `JSStreamSocket`. So the end only asks the WebSocket to close.
 */

/** The part of a stream and of its WebSocket that is needed. */
interface EndableStream {
  _final?(callback: (error?: Error | null) => void): void
}
interface Closable {
  close(): void
}

export const endAtOnce = <Stream extends EndableStream>(stream: Stream, webSocket: Closable): Stream => {
  stream._final = (callback) => {
    webSocket.close()
    callback()
  }
  return stream
}
