/** Reads our own lines, `<marker> <JSON>`, out of whatever else a shell prints. */
import { z } from 'zod'

/** Types and numbers are for judging; `message` and `target` are the system's words, for people. */
export const ScriptError = z.object({
  type: z.string().max(300),
  hresult: z.number().int(),
  native: z.number().nullish(),
  cimStatus: z.number().nullish(),
  category: z.string().max(100),
  /** The command does not exist here. */
  missing: z.boolean().default(false),
  target: z.string().max(2000).default(''),
  message: z.string().max(10_000).default(''),
})
export type ScriptError = z.infer<typeof ScriptError>

const Hello = z.object({ t: z.literal('hello'), mode: z.string().min(1).max(40), version: z.string().max(40) })
export type Hello = z.infer<typeof Hello>

const name = z.string().min(1).max(100)
const Message = z.discriminatedUnion('t', [
  Hello,
  z.object({ t: z.literal('start'), s: name }),
  z.object({
    t: z.literal('section'),
    s: name,
    ok: z.boolean(),
    data: z.unknown().optional(),
    error: ScriptError.optional(),
    warnings: z.array(ScriptError).max(10).default([]),
  }),
  z.object({ t: z.literal('broken'), category: z.string().max(100), type: z.string().max(300), hresult: z.number().int() }),
  z.object({ t: z.literal('end') }),
])
export type Message = z.infer<typeof Message>

/** More than this without a line end is not an answer of ours. */
const longestLine = 8 * 1024 * 1024

export class MarkerLines {
  readonly #marker: string
  /** Pieces of a line that has not ended. */
  #rest: string[] = []
  #length = 0
  /** Lines that were not ours, or ours and damaged. */
  noise = 0

  constructor(marker: string) {
    this.#marker = marker
  }

  /** True once a line is longer than any answer. */
  get overflowed(): boolean {
    return this.#length > longestLine
  }

  read(text: string): Message[] {
    // Our lines are ASCII; a shell that writes UTF-16 puts a zero beside each letter.
    const [first = '', ...more] = text.replaceAll('\0', '').split('\n')
    this.#keep(first)
    return more.flatMap((next) => {
      const line = this.#rest.join('')
      this.#rest = []
      this.#length = 0
      this.#keep(next)
      return this.#parse(line)
    })
  }

  #keep(piece: string): void {
    this.#rest.push(piece)
    this.#length += piece.length
  }

  #parse(line: string): Message[] {
    // Anywhere in the line: terminals put control codes before it.
    const at = line.indexOf(this.#marker)
    if (at === -1) {
      if (line.trim() !== '') this.noise++
      return []
    }
    try {
      return [Message.parse(JSON.parse(line.slice(at + this.#marker.length)))]
    } catch {
      this.noise++
      return []
    }
  }
}
