/** The ways to an address, tried one after the other until a connection stands: TCP, proxy and TLS together. */
import { type Address } from './address.ts'
import { type Way } from './proxy-choice.ts'
import { type WayOut } from './way-out.ts'

export type Ways = Pick<WayOut, 'ways' | 'worked' | 'failed' | 'lost'>

/**
 * The attempt that succeeded, else the first that did not. `isAnswer`: the way leads there and what was said is final, so the next way
 * would only hide it. Undefined where there is no way at all.
 */
export const firstThrough = async <Attempt extends { readonly ok: boolean }>(
  target: Address,
  ways: Ways,
  attempt: (way: Way) => Promise<Attempt>,
  isAnswer: (attempt: Attempt) => boolean,
): Promise<Attempt | undefined> => {
  let first: Attempt | undefined
  for (const way of await ways.ways(target)) {
    const tried = await attempt(way)
    if (tried.ok) ways.worked(target, way)
    if (tried.ok || isAnswer(tried)) return tried
    ways.failed(way)
    first ??= tried
  }
  ways.lost()
  return first
}
