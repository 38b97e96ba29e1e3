/** Plays one scene in one lane: brings the faults about, asks the product, judges what it said, mends. */
import { setTimeout as delay } from 'node:timers/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Complaints, judgeChecks, judgeTest } from './judge.ts'
import { type Lane, type ServerView } from './lane.ts'
import { Product } from './product.ts'
import { proxyAccount } from './squid.ts'
import { sayingOf } from './saying.ts'
import { type Scene } from './scene.ts'
import { Traffic } from './traffic.ts'

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
    status: z
      .object({
        channel: z.string(),
        sessions: z.array(z.object({ since: z.string() })),
        proxy: z.object({ used: z.array(z.object({ through: z.string() })) }).optional(),
      })
      .optional(),
  }),
})

/** `installed`: the product that was installed in this lane before the fault, for scenes that ask for one. */
export const play = async (lane: Lane, name: string, scene: Scene, installed?: Product): Promise<Told> => {
  let traffic: Traffic | undefined
  try {
    if (scene.traffic !== undefined) traffic = await Traffic.start(lane)
    const { view, complaints } = await bringAbout(lane, scene, installed)
    const since = Date.now()
    if (installed === undefined) return await fresh(lane, name, scene, view)
    const told = await after(name, scene, installed, complaints)
    if (traffic === undefined || scene.traffic === undefined) return told
    const flowed = await traffic.end(since, scene.traffic.within)
    return { ...told, said: `${told.said}; ${flowed.said}`, complaints: [...told.complaints, ...flowed.complaints] }
  } catch (error) {
    return { name, broken: scene.broken, said: '', seconds: 0, complaints: [error instanceof Error ? error.message : String(error)] }
  } finally {
    await traffic?.stop()
    await lane.mend()
  }
}

/** What the scene says, up to where the product is asked; complaints where the service cannot be set as it says. */
export const bringAbout = async (
  lane: Lane,
  { faults, configured, then = [] }: Scene,
  installed: Product | undefined,
): Promise<{ view: ServerView; complaints: Complaints }> => {
  // What ends while nobody can be told would be looked for by the relay until its pings are missed.
  if (configured !== undefined && configured.refused === undefined) await installed?.stop()
  const view = await lane.breakBy(faults)
  const complaints = installed === undefined || configured === undefined ? [] : await setOtherwise(installed, configured)
  if (then.length > 0) await lane.breakBy(then)
  return { view, complaints }
}

const fresh = async (lane: Lane, name: string, { broken, expected, oneByOne }: Scene, view: ServerView): Promise<Told> => {
  const product = (use: string) => new Product(lane, view, join(lane.folder, `${name}-${use}`))
  const checking = product('check').check()
  if (oneByOne === true) await checking
  const [check, test] = await Promise.all([checking, product('test').test()])
  const seconds = Math.max(check.seconds, test.seconds)
  const complaints = [
    ...judgeChecks(check.said, expected.checks ?? []),
    ...judgeTest(test.said, test.code, expected.test),
    ...late(seconds, expected.within),
  ]
  return { name, broken, said: sayingOf(check.said, test.said), seconds, complaints }
}

/** The service set otherwise, while the network is as the faults have made it. */
const setOtherwise = async (product: Product, { proxy, account, refused }: NonNullable<Scene['configured']>): Promise<Complaints> => {
  const password = { right: proxyAccount.password, wrong: 'not this one' }
  const { code, text } = await product.configure(proxy, account === undefined ? undefined : password[account])
  if (refused === undefined) return code === 0 ? [] : [`configure: ended with ${code ?? 'a signal'}: ${text}`]
  return text.includes(refused) ? [] : [`configure: said ${text} instead of ${refused}`]
}

const after = async (name: string, { broken, expected }: Scene, product: Product, set: Complaints): Promise<Told> => {
  const { channel, through, steady } = expected
  const wanted = (seen: Seen) =>
    (channel === undefined || channel.some((one) => one === seen.channel)) &&
    (through === undefined || seen.through.includes(through)) &&
    (steady === undefined || (seen.youngest >= steady && seen.youngest < Infinity))
  const found = await seenThat(product, wanted)
  const test = await product.test()
  const complaints = [...set, ...judgeTest(test.said, test.code, expected.test), ...late(test.seconds, expected.within)]
  if (!wanted(found)) complaints.push(`status: ${JSON.stringify(found)} instead of ${JSON.stringify({ channel, through, steady })}`)
  const way = through === undefined ? '' : ` through ${found.through.join(', ')}`
  return { name, broken, said: `${sayingOf(undefined, test.said)}; status: ${found.channel}${way}`, seconds: test.seconds, complaints }
}

interface Seen {
  readonly channel: string
  readonly through: readonly string[]
  /** Seconds since the youngest of the open sessions was opened. */
  readonly youngest: number
}

const seen = async (product: Product): Promise<Seen> => {
  const { service } = Status.parse((await product.status()).said)
  const { channel, proxy, sessions = [] } = service.status ?? {}
  return {
    channel: channel ?? service.is,
    through: [...new Set(proxy?.used.map((one) => one.through) ?? [])],
    youngest: Math.min(...sessions.map(({ since }) => (Date.now() - Date.parse(since)) / 1000)),
  }
}

/** Milliseconds for the service to notice: two missed PINGs, and one step of its back-off. */
const noticing = 90_000

/** What `status` says, asked until it is as wanted. */
const seenThat = async (product: Product, wanted: (seen: Seen) => boolean): Promise<Seen> => {
  const until = performance.now() + noticing
  for (;;) {
    const now = await seen(product)
    if (wanted(now) || performance.now() > until) return now
    await delay(1000)
  }
}

export const channelThat = async (product: Product, wanted: readonly string[]): Promise<string> =>
  (await seenThat(product, ({ channel }) => wanted.includes(channel))).channel

const late = (seconds: number, bound = usualBound): Complaints =>
  seconds <= bound ? [] : [`the verdict took ${seconds.toFixed(1)} s, more than ${bound} s`]
