/**
 * Answers of the store that every stream asks for, so that opening one does not wait for the database. Who changes what the
 * answers say calls `forget`; for a change that another process made they are good for a minute (see `relay/ports.ts`).
 */

/** Milliseconds. */
const longestAge = 60_000
const mostAnswers = 10_000

export class Remembered<T> {
  readonly #now: () => number
  readonly #answers = new Map<string, { readonly answer: T; readonly since: number }>()
  #changes = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** What is not there is asked for again each time. */
  async get(key: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
    const known = this.#answers.get(key)
    if (known !== undefined && this.#now() - known.since < longestAge) return known.answer
    const before = this.#changes
    const answer = await ask()
    if (answer === undefined) {
      this.#answers.delete(key)
      return undefined
    }
    // An answer that was under way during a change may be from before it.
    if (this.#changes === before) {
      if (this.#answers.size >= mostAnswers) this.#answers.clear()
      this.#answers.set(key, { answer, since: this.#now() })
    }
    return answer
  }

  forget(): void {
    this.#changes += 1
    this.#answers.clear()
  }
}
