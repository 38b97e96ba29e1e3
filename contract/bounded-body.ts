/** The body of a message, up to a size: what comes from outside has no end of its own. */

/** `undefined` for more than `largest` bytes; the source is ended then. Rejects when it breaks off. */
export const boundedBody = async (source: AsyncIterable<Uint8Array>, largest: number): Promise<Uint8Array | undefined> => {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of source) {
    size += piece.length
    // Leaving the loop destroys a stream.
    if (size > largest) return undefined
    pieces.push(piece)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
