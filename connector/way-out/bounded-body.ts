/** The body of an HTTP answer, up to a size: what a stranger sends has no end of its own. */
import { type IncomingMessage } from 'node:http'

/** `undefined` for more than `largest` bytes; the answer is ended then. Rejects when it breaks off. */
export const boundedBody = async (answer: IncomingMessage, largest: number): Promise<Buffer | undefined> => {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length
    // Leaving the loop destroys the answer.
    if (size > largest) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
