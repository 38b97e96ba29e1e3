import { describe, expect, it } from 'vitest'
import { boundedBody } from '../../../contract/bounded-body.ts'

const bytes = (...of: number[]) => new Uint8Array(of)

/** What came, and whether the reader was heard to leave. */
const source = (pieces: readonly Uint8Array[], then?: Error) => {
  const seen = { left: false }
  const flow = async function* () {
    try {
      yield* pieces
      if (then !== undefined) throw then
    } finally {
      seen.left = true
    }
  }
  return { seen, flow: flow() }
}

describe('a body from outside', () => {
  it('is put together from its pieces', async () =>
    expect(await boundedBody(source([bytes(1, 2), bytes(), bytes(3)]).flow, 3)).toEqual(bytes(1, 2, 3)))

  it('may be empty', async () => expect(await boundedBody(source([]).flow, 3)).toEqual(bytes()))

  it('that is larger is nothing, and its source is left', async () => {
    const endless = source(Array.from({ length: 1000 }, () => bytes(1, 2)))
    expect(await boundedBody(endless.flow, 3)).toBeUndefined()
    expect(endless.seen.left).toBe(true)
  })

  it('that breaks off is an error', async () =>
    await expect(boundedBody(source([bytes(1)], new Error('cut')).flow, 3)).rejects.toThrow('cut'))
})
