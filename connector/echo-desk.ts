/** Echo requests under way between the local status API and the worker. */
import { type z } from 'zod'
import { type Failure } from '../contract/error-codes.ts'
import { type localStatusCalls } from '../contract/local-status-api.ts'

type EchoResult = z.infer<(typeof localStatusCalls)['echo']['result']>

/** Milliseconds for all samples of one request. */
const patience = 60_000

export class EchoDesk {
  readonly #send: (id: number, count: number) => boolean
  readonly #waiting = new Map<number, { readonly count: number; readonly answer: (result: EchoResult) => void }>()
  #next = 0

  /** `send` is false when there is no worker. */
  constructor(send: (id: number, count: number) => boolean) {
    this.#send = send
  }

  ask(count: number): Promise<EchoResult> {
    this.#next += 1
    const id = this.#next
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.answered(id, { samples: [], lost: count, failure: { code: 'CW4013', values: { reason: 'no answer in time' } } }),
        patience,
      )
      this.#waiting.set(id, {
        count,
        answer: (result) => {
          clearTimeout(timer)
          resolve(result)
        },
      })
      if (!this.#send(id, count))
        this.answered(id, { samples: [], lost: count, failure: { code: 'CW4013', values: { reason: 'the worker does not run' } } })
    })
  }

  answered(id: number, result: EchoResult): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.answer(result)
  }

  /** The worker ended: nothing that is under way will be answered. */
  lost(failure: Failure): void {
    for (const [id, { count }] of this.#waiting) this.answered(id, { samples: [], lost: count, failure })
  }
}
