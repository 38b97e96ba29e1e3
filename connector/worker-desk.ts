/** Questions under way between the local status API and the worker, which answers each by its number. */
import { type Failure } from '../contract/error-codes.ts'

/** Milliseconds for one answer. */
const patience = 60_000

export class WorkerDesk<Question, Answer> {
  readonly #send: (id: number, question: Question) => boolean
  readonly #without: (question: Question, failure: Failure) => Answer
  readonly #waiting = new Map<number, { readonly question: Question; readonly answer: (result: Answer) => void }>()
  #next = 0

  /** `send` is false when there is no worker; `without` is the answer when none comes. */
  constructor(send: (id: number, question: Question) => boolean, without: (question: Question, failure: Failure) => Answer) {
    this.#send = send
    this.#without = without
  }

  ask(question: Question): Promise<Answer> {
    this.#next += 1
    const id = this.#next
    return new Promise((resolve) => {
      const giveUp = (reason: string) => this.answered(id, this.#without(question, { code: 'CW4013', values: { reason } }))
      const timer = setTimeout(() => giveUp('no answer in time'), patience)
      this.#waiting.set(id, {
        question,
        answer: (result) => {
          clearTimeout(timer)
          resolve(result)
        },
      })
      if (!this.#send(id, question)) giveUp('the worker does not run')
    })
  }

  answered(id: number, result: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.answer(result)
  }

  /** The worker ended: nothing that is under way will be answered. */
  lost(failure: Failure): void {
    for (const [id, { question }] of this.#waiting) this.answered(id, this.#without(question, failure))
  }
}
