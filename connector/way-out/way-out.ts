/**
 * How the service comes out of the network, asked for every connection that it makes: the way that its setting means for an address,
 * a configuration script found, fetched and run where it has one. What was found out is remembered for a while, and looked at again when
 * nothing comes through.
 */
import { type ProxySetting, type ProxyStatus, type ServiceProxy } from '../../contract/proxy.ts'
import { isLoopback, printAddress, type Address } from './address.ts'
import { askScript } from './automatic-proxy.ts'
import { printProxy, proxyFor, settingOf, type Way } from './proxy-choice.ts'
import { type ScriptProblem } from './script-problem.ts'
import { findScript } from './script-source.ts'

/** Milliseconds. */
export const wayOutTimes = {
  /** After that a script is fetched again, though all is well. */
  script: 30 * 60_000,
  /** What the script said for an address holds that long: it may have asked for names. */
  answer: 5 * 60_000,
  /** A script through whose ways nothing came is fetched again, but not more often than this. */
  doubted: 10_000,
  /** A proxy that did not answer comes last for that long. */
  rest: 5 * 60_000,
} as const

export interface WayOutOptions {
  readonly proxy: ServiceProxy
  /** Domain of the machine, in which a script is looked for by name. */
  readonly domain: string | undefined
  /** What the machine says now; may throw. */
  readonly machine: () => ProxySetting
  /** Monotonic, milliseconds. */
  readonly now: () => number
  readonly changed: () => void
}

const endpointsRemembered = 32

export class WayOut {
  readonly #options: WayOutOptions
  /** By the address that was asked for; empty means found by name. */
  readonly #scripts = new Map<string, string>()
  readonly #answers = new Map<string, { readonly ways: readonly Way[]; readonly until: number }>()
  readonly #resting = new Map<string, number>()
  readonly #used = new Map<string, string>()
  readonly #asking = new Map<string, Promise<readonly Way[]>>()
  #fetching: Promise<void> | undefined
  #fetched: { readonly script: string; readonly at: number } | undefined
  #doubted = false
  /** Of the machine's setting, of fetching the script and of running it. */
  readonly #problems: { setting?: ScriptProblem | undefined; fetching?: ScriptProblem | undefined; running?: ScriptProblem | undefined } =
    {}
  #scriptAddress: string | undefined

  constructor(options: WayOutOptions) {
    this.#options = options
  }

  get status(): ProxyStatus {
    const { setting, fetching, running } = this.#problems
    const problem = setting ?? running ?? fetching
    return {
      configured: this.#options.proxy.is,
      ...(this.#scriptAddress === undefined ? {} : { script: this.#scriptAddress }),
      ...(problem === undefined ? {} : { problem: `${problem.is}: ${problem.seen}` }),
      used: [...this.#used].map(([endpoint, through]) => ({ endpoint, through })),
    }
  }

  /** In the order in which they are to be tried; never empty. Bounded in time; never rejects. */
  async ways(target: Address): Promise<readonly Way[]> {
    const setting = this.#setting()
    if (setting.is === 'automatic' && isLoopback(target.host)) return [{ is: 'direct' }]
    if (setting.is !== 'automatic') {
      const use = proxyFor(setting, target, { loopbackToo: this.#options.proxy.is === 'manual' })
      return [use.is === 'unknown' ? { is: 'direct' } : use]
    }
    // Several connections to one address begin at the same time.
    const key = printAddress(target)
    const asking = this.#asking.get(key) ?? this.#ask(setting.script, target, key).finally(() => this.#asking.delete(key))
    this.#asking.set(key, asking)
    return this.#ordered(await asking)
  }

  async #ask(address: string, target: Address, key: string): Promise<readonly Way[]> {
    const now = this.#options.now()
    const known = this.#answers.get(key)
    const age = this.#fetched?.script === address ? now - this.#fetched.at : Infinity
    const stale = age > (this.#doubted ? wayOutTimes.doubted : wayOutTimes.script)
    if (known !== undefined && known.until > now && !stale) return known.ways
    if (stale) await (this.#fetching ??= this.#fetch(address).finally(() => (this.#fetching = undefined)))
    const script = this.#scripts.get(address)
    if (script === undefined) return [{ is: 'direct' }]
    const answered = await askScript(script, target, new AbortController().signal)
    this.#note('running', answered.ok ? undefined : answered.problem)
    const ways = answered.ok ? answered.ways : (known?.ways ?? [{ is: 'direct' as const }])
    const holds = answered.ok ? wayOutTimes.answer : wayOutTimes.doubted
    this.#answers.set(key, { ways, until: this.#options.now() + holds })
    return ways
  }

  /** Something came through. */
  worked(target: Address, way: Way): void {
    this.#doubted = false
    const [endpoint, through] = [printAddress(target), printProxy(way)]
    if (way.is === 'proxy') this.#resting.delete(way.url)
    if (this.#used.get(endpoint) === through) return
    if (this.#used.size < endpointsRemembered) this.#used.set(endpoint, through)
    this.#options.changed()
  }

  /** Nothing came through this way; others may be left. */
  failed(way: Way): void {
    if (way.is === 'proxy') this.#resting.set(way.url, this.#options.now() + wayOutTimes.rest)
  }

  /** Nothing came through any way: what is known is doubted. */
  lost(): void {
    this.#doubted = true
  }

  #setting(): ProxySetting {
    try {
      const setting = settingOf(this.#options.proxy, this.#options.machine)
      this.#note('setting', undefined)
      return setting
    } catch (error) {
      this.#note('setting', { is: 'notLoaded', seen: error instanceof Error ? error.message : String(error) })
      return { is: 'direct' }
    }
  }

  async #fetch(address: string): Promise<void> {
    const found = await findScript(address, this.#options.domain, new AbortController().signal)
    this.#fetched = { script: address, at: this.#options.now() }
    this.#doubted = false
    this.#answers.clear()
    if (found.ok) {
      this.#scriptAddress = found.address
      this.#scripts.set(address, found.script)
      this.#note('fetching', undefined)
      return
    }
    // Nothing found by name is what most networks answer; a script that was there before is kept.
    this.#note('fetching', address === '' && found.problem.is === 'notFound' ? undefined : found.problem)
  }

  #ordered(ways: readonly Way[]): readonly Way[] {
    const now = this.#options.now()
    const rests = (way: Way) => way.is === 'proxy' && (this.#resting.get(way.url) ?? 0) > now
    return [...ways.filter((way) => !rests(way)), ...ways.filter(rests)]
  }

  #note(of: 'setting' | 'fetching' | 'running', problem: ScriptProblem | undefined): void {
    const known = this.#problems[of]
    if (problem?.is === known?.is && problem?.seen === known?.seen) return
    this.#problems[of] = problem
    this.#options.changed()
  }
}
