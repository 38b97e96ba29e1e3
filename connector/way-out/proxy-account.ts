/** What a proxy is told of an account, and what it means by asking for one. */
import { type ErrorCode, type Failure } from '../../contract/error-codes.ts'
import { type ProxyAccount } from '../../contract/proxy.ts'

/** `host:port` of a proxy's address. */
export const proxyHost = (address: string): string => {
  const { protocol, hostname, port } = new URL(address)
  return `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`
}

/** `Proxy-Authorization` (Basic, RFC 7617) for that proxy; none for every other one. */
export const authorizationFor = (proxy: string, account: ProxyAccount | undefined): { 'proxy-authorization'?: string } =>
  account?.proxy === proxyHost(proxy)
    ? { 'proxy-authorization': `Basic ${Buffer.from(`${account.user}:${account.password.reveal()}`).toString('base64')}` }
    : {}

/**
 * What a 407 means. `wanted`: it was told nobody; `wrong`: it does not take whom it was told; `otherWay`: it wants a way of proving
 * that this program does not speak (Negotiate, NTLM, Digest).
 */
export type Wants = 'wanted' | 'wrong' | 'otherWay'

export const wantsOf = ({ schemes, told }: { readonly schemes: readonly string[]; readonly told: boolean }): Wants => {
  if (!schemes.some((scheme) => /(^|,\s*)basic\b/i.test(scheme))) return 'otherWay'
  return told ? 'wrong' : 'wanted'
}

const codes = { wanted: 'CW4014', wrong: 'CW4015', otherWay: 'CW4016' } as const satisfies Record<Wants, ErrorCode>

/** Undefined for an answer that is not about accounts. */
export const refusalOf = (
  proxy: string,
  seen: { readonly status: number; readonly schemes: readonly string[]; readonly told: boolean },
): Failure | undefined =>
  seen.status === 407 ? { code: codes[wantsOf(seen)], values: { proxy, schemes: seen.schemes.join(', ') || '?' } } : undefined
