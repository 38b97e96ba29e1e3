/**
 * Ends an HTTP/2 stream so that the other end sees a reset and nothing else.
 *
 * Node's `close(code)` first ends the writable side, which puts an ordinary END_STREAM before the RST_STREAM: to whoever
 * reads, data that was cut off looks whole for a moment, and the end is passed on to a target as a clean one. A stream
 * whose `_final` never calls back sends no END_STREAM.
 */

/** RFC 9113, section 7. */
export const streamErrors = { none: 0, cancel: 8, connect: 10 } as const

/** The part of an HTTP/2 stream that is needed. */
export interface AbortableStream {
  readonly closed: boolean
  readonly destroyed: boolean
  close(code: number): void
  _final?(callback: (error?: Error | null) => void): void
}

export const abortStream = (stream: AbortableStream, code: (typeof streamErrors)['cancel' | 'connect']): void => {
  if (stream.closed || stream.destroyed) return
  stream._final = () => undefined
  stream.close(code)
}
