/** Fewer system calls for what comes in many small pieces; the relay and the connector both pass streams on with it. */

/** What of a Node.js `Writable` is used. */
export interface GatheringStream {
  cork(): void
  uncork(): void
  write(piece: Uint8Array): boolean
}

/**
 * How to write to `to`; false when it wants a pause, as `write` says it. `later` is `setImmediate`.
 *
 * HTTP/2 gives its data out in pieces of a frame or less, some eight of them for one read of the socket below. What comes
 * in one turn of the event loop is written in one go: a system call for each piece costs more than all the rest.
 */
export const gatherWrites = (to: GatheringStream, later: (work: () => void) => void): ((piece: Uint8Array) => boolean) => {
  let isGathering = false
  const write = () => {
    isGathering = false
    to.uncork()
  }
  return (piece) => {
    if (!isGathering) {
      isGathering = true
      to.cork()
      later(write)
    }
    return to.write(piece)
  }
}
