/** When a command begins, and when anew because relays became known. */
import { beforeEach, expect, test, vi } from 'vitest'
import { withRelays } from '../../../../setup/commands/session.ts'

const controlPlane = { host: 'control.example', port: 443 }
const relay = { host: 'relay.example', port: 443 }

/** An engine whose control plane tells its relays when `tell` is called. */
const engineOf = (relays: readonly (typeof relay)[]) => {
  const { promise: told, resolve } = Promise.withResolvers<true>()
  const engine = {
    endpoints: [controlPlane],
    snapshot: { signIn: { is: 'ready' } },
    presetTried: (patience?: number): Promise<boolean> => (patience === undefined ? told : Promise.race([told, Promise.resolve(false)])),
  }
  return {
    engine,
    tell: () => {
      engine.endpoints = [controlPlane, ...relays]
      resolve(true)
    },
  }
}

/** Work that ends when it is told to, and what was begun of it. */
const workload = () => {
  const begun: PromiseWithResolvers<boolean>[] = []
  const work = () => {
    const one = Promise.withResolvers<boolean>()
    begun.push(one)
    return one.promise
  }
  return { begun, work: vi.fn(work) }
}

const isMore = (before: readonly object[], now: readonly object[]) => now.length > before.length
let work: ReturnType<typeof workload>
beforeEach(() => void (work = workload()))
const begunIs = (count: number) => vi.waitFor(() => expect(work.begun).toHaveLength(count))

test('relays that are known at once', async () => {
  const { engine, tell } = engineOf([relay])
  tell()
  const whole = withRelays({ engine }, work.work, isMore)
  await begunIs(1)
  work.begun[0]?.resolve(true)
  await whole
  expect(work.begun).toHaveLength(1)
})

test('relays that become known meanwhile: what is at work is not waited for', async () => {
  const { engine, tell } = engineOf([relay])
  const whole = withRelays({ engine }, work.work, isMore)
  await begunIs(1)
  tell()
  await begunIs(2)
  work.begun[1]?.resolve(true)
  await whole
})

test('no other relays become known meanwhile: the work goes on', async () => {
  const { engine, tell } = engineOf([])
  const whole = withRelays({ engine }, work.work, isMore)
  await begunIs(1)
  tell()
  work.begun[0]?.resolve(true)
  await whole
  expect(work.begun).toHaveLength(1)
})

test('an answer that came before the relays were told: they are waited for', async () => {
  const { engine, tell } = engineOf([relay])
  const whole = withRelays({ engine }, work.work, isMore)
  await begunIs(1)
  work.begun[0]?.resolve(true)
  tell()
  await begunIs(2)
  work.begun[1]?.resolve(true)
  await whole
})

test('nobody answers: nobody is waited for', async () => {
  const { engine } = engineOf([relay])
  const whole = withRelays({ engine }, work.work, isMore)
  await begunIs(1)
  work.begun[0]?.resolve(false)
  await whole
  expect(work.begun).toHaveLength(1)
})
