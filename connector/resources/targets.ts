/** Which targets of a CONNECT may be dialled: published in the location, and not left out by the local allow-list. */
import { isIP } from 'node:net'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { type ChannelConfiguration } from '../../contract/channel.ts'
import { type HostAddress } from '../way-out/first-connection.ts'
import { isForbiddenAddress, type LocalAllowList } from './address-ranges.ts'

export interface Target {
  readonly host: string
  readonly port: number
}

/** Takes `host:port` or `[address]:port` apart. Absent for anything else. */
export const parseAuthority = (authority: string): Target | undefined => {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9a-fA-F:.]{2,45})\]|([^\s:/?#@[\]\\]{1,253})):(\d{1,5})$/.exec(authority) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  if (host === undefined || port < 1 || port > 65_535) return undefined
  if (bracketed !== undefined && isIP(bracketed) !== 6) return undefined
  return { host: host.toLowerCase(), port }
}

export const authorityOf = ({ host, port }: Target): string => (isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`)

export type ResolveName = (host: string) => Promise<readonly HostAddress[]>

export interface AdmittedTarget extends Target {
  /** Addresses that may be dialled, in the order of the resolver. Dial these, never the name: it may resolve differently a moment later. */
  readonly addresses: readonly HostAddress[]
}

export class Targets {
  readonly #allow: LocalAllowList
  readonly #resolve: ResolveName
  #published: ReadonlySet<string> = new Set()

  constructor(allow: LocalAllowList, resolve: ResolveName) {
    this.#allow = allow
    this.#resolve = resolve
  }

  get count(): number {
    return this.#published.size
  }

  publish({ resources }: Pick<ChannelConfiguration, 'resources'>): void {
    this.#published = new Set(resources.flatMap(({ authority }) => parseAuthority(authority) ?? []).map(authorityOf))
  }

  /**
   * Fails with CW4008 when it is not allowed and CW4009 when the name does not resolve.
   *
   * What is published as an address or as `localhost` was named on purpose and may be loopback or link-local; a *name*
   * that merely resolves to such an address is refused, because whoever controls the name would choose the target.
   */
  async admit(authority: string): Promise<Result<AdmittedTarget>> {
    const target = parseAuthority(authority)
    const refused = failed('CW4008', { target: authority.slice(0, 300) })
    if (target === undefined || !this.#published.has(authorityOf(target))) return refused
    const version = isIP(target.host)
    if (version !== 0) return this.#narrow(target, [{ address: target.host, family: version === 6 ? 6 : 4 }], refused)
    const byName = target.host === 'localhost'
    try {
      const addresses = await this.#resolve(target.host)
      return this.#narrow(
        target,
        addresses.filter(({ address }) => byName || !isForbiddenAddress(address)),
        refused,
      )
    } catch (error) {
      return failed('CW4009', { target: authority, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  #narrow(target: Target, addresses: readonly HostAddress[], refused: Result<never>): Result<AdmittedTarget> {
    const left = this.#allow.allowsName(target.host) ? addresses : addresses.filter(({ address }) => this.#allow.allowsAddress(address))
    return left.length === 0 ? refused : succeeded({ ...target, addresses: left })
  }
}
