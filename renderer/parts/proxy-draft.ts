/** What somebody has typed in about the proxy: whether it can be used. Pure. */
import { readServiceProxy, type ServiceProxy, TypedAccount } from '../../contract/proxy.ts'

export interface ProxyDraft {
  readonly is: ServiceProxy['is']
  /** Of the proxy or of the script. */
  readonly address: string
  readonly bypass: readonly string[]
  /** Empty: no other account than the one that is known. */
  readonly user: string
  readonly password: string
}

export const proxyWays = ['system', 'direct', 'manual', 'script', 'found'] as const satisfies readonly ServiceProxy['is'][]

export const proxyDraftOf = (proxy: ServiceProxy): ProxyDraft => ({
  is: proxy.is,
  address: proxy.is === 'manual' || proxy.is === 'script' ? proxy.address : '',
  bypass: proxy.is === 'manual' ? proxy.bypass : [],
  user: '',
  password: '',
})

/** Undefined while the address is none, or holds a user and a password. */
export const proxyOf = ({ is, address, bypass }: ProxyDraft): ServiceProxy | undefined => {
  if (is !== 'manual' && is !== 'script') return { is }
  if (address.trim() === '') return undefined
  const read = readServiceProxy(is === 'script' ? `pac:${address.trim()}` : address)
  if (read?.is !== is) return undefined
  return read.is === 'manual' ? { ...read, address: new URL(read.address).href, bypass: [...bypass] } : read
}

/** Absent while nobody is named. */
export const accountOf = ({ user, password }: ProxyDraft): TypedAccount | undefined =>
  user.trim() === '' ? undefined : TypedAccount.safeParse({ user: user.trim(), password }).data
