/** Plays one scene in one lane: brings the faults about, asks the product, judges what it said, mends. */
import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Complaints, judgeChecks, judgeTest } from './judge.ts'
import { type Lane, type ServerView } from './lane.ts'
import { Product } from './product.ts'
import { sayingOf } from './saying.ts'
import { type Scene } from './scene.ts'

export interface Told {
  readonly name: string
  readonly broken: string
  /** In the words that a person reads. */
  readonly said: string
  /** To the last verdict, with the start of the program on a busy machine in it. */
  readonly seconds: number
  readonly complaints: Complaints
}

/** Seconds; ten are promised, the rest is for a busy machine on which several scenes start programs at the same time. */
const usualBound = 60
export const healthy: ServerView = { profile: 'healthy-2022', environment: {} }

const Status = z.object({
  service: z.object({
    is: z.string(),
    status: z.object({ channel: z.string(), failure: z.object({ code: z.string() }).optional() }).optional(),
  }),
})

/** `installed`: the product that was installed in this lane before the fault, for scenes that ask for one. */
export const play = async (lane: Lane, name: string, scene: Scene, installed?: Product): Promise<Told> => {
  try {
    const view = await lane.breakBy(scene.faults)
    return await (installed === undefined ? fresh(lane, name, scene, view) : after(name, scene, installed))
  } catch (error) {
    return { name, broken: scene.broken, said: '', seconds: 0, complaints: [error instanceof Error ? error.message : String(error)] }
  } finally {
    await lane.mend()
  }
}

const fresh = async (lane: Lane, name: string, { broken, expected }: Scene, view: ServerView): Promise<Told> => {
  const product = (use: string) => new Product(lane, view, join(lane.folder, `${name}-${use}`))
  const [check, test] = await Promise.all([product('check').check(), product('test').test()])
  const seconds = Math.max(check.seconds, test.seconds)
  const complaints = [
    ...judgeChecks(check.said, expected.checks ?? []),
    ...judgeTest(test.said, test.code, expected.test),
    ...late(seconds, expected.within),
  ]
  return { name, broken, said: sayingOf(check.said, test.said), seconds, complaints }
}

const after = async (name: string, { broken, expected }: Scene, product: Product): Promise<Told> => {
  const { channel } = expected
  const found = channel === undefined ? undefined : await channelThat(product, channel)
  const test = await product.test()
  const complaints = [...judgeTest(test.said, test.code, expected.test), ...late(test.seconds, expected.within)]
  if (channel !== undefined && !channel.some((wanted) => wanted === found))
    complaints.push(`status: the channel is ${found ?? 'unknown'} instead of ${channel.join(' or ')}`)
  const status = found === undefined ? '' : `; status: ${found}`
  return { name, broken, said: `${sayingOf(undefined, test.said)}${status}`, seconds: test.seconds, complaints }
}

const channelOf = async (product: Product): Promise<string> => {
  const { service } = Status.parse((await product.status()).said)
  return service.status?.channel ?? service.is
}

/** Milliseconds for the service to notice: two missed PINGs, and one step of its back-off. */
const noticing = 90_000

/** What `status` says of the channel, asked until it is as wanted. */
export const channelThat = async (product: Product, wanted: readonly string[]): Promise<string> => {
  const until = performance.now() + noticing
  for (;;) {
    const channel = await channelOf(product)
    if (wanted.includes(channel) || performance.now() > until) return channel
    await delay(1000)
  }
}

const late = (seconds: number, bound = usualBound): Complaints =>
  seconds <= bound ? [] : [`the verdict took ${seconds.toFixed(1)} s, more than ${bound} s`]
