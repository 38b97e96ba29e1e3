/** How a program of this server comes out of the network: what the machine says, what the service is set to, and what it then uses. */
import { z } from 'zod'
import { type Secret } from './secret.ts'

/** An http or https address without user and password: those would lie readable wherever it is written down. */
export const ProxyAddress = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((address) => !/^[^/]*\/\/[^/?#]*@/.test(address), 'user and password do not belong in it')

/** Entries as Windows writes them: `*.contoso.example`, `10.*`, `<local>`. */
const Bypass = z.array(z.string().max(300)).max(256).default([])

/** What a machine or an account is set to. The empty script is found by name (WPAD). */
export const ProxySetting = z.discriminatedUnion('is', [
  z.object({ is: z.literal('direct') }),
  /** `address` is `host:port` or an http address, as somebody wrote it. */
  z.object({ is: z.literal('manual'), address: z.string().min(1).max(300), bypass: Bypass }),
  z.object({ is: z.literal('automatic'), script: z.string().max(2000) }),
])
export type ProxySetting = z.infer<typeof ProxySetting>

export const ServiceProxy = z.discriminatedUnion('is', [
  z.object({ is: z.literal('direct') }),
  z.object({ is: z.literal('manual'), address: ProxyAddress, bypass: Bypass }),
  /** A configuration script (PAC) at that address. */
  z.object({ is: z.literal('script'), address: ProxyAddress.max(2000) }),
  /** A configuration script that is found by name (WPAD). */
  z.object({ is: z.literal('found') }),
  /** Whatever the machine says, asked again and again. */
  z.object({ is: z.literal('system') }),
])
export type ServiceProxy = z.infer<typeof ServiceProxy>

/** Also from what earlier versions wrote: one address, or nothing for the direct way. A password in it is dropped. */
export const StoredServiceProxy = z
  .union([
    ServiceProxy,
    z.string().transform((old): ServiceProxy => {
      const address = ProxyAddress.safeParse(old.replace(/^([^/]*\/\/)[^/?#]*@/, '$1'))
      return address.success ? { is: 'manual', address: address.data, bypass: [] } : { is: 'direct' }
    }),
  ])
  .default({ is: 'direct' })

/** One line for command line and files: `system`, `none`, `wpad`, `pac:ADDRESS`, or the address of a proxy. */
export const printServiceProxy = (proxy: ServiceProxy): string => {
  switch (proxy.is) {
    case 'direct':
      return 'none'
    case 'manual':
      return proxy.address
    case 'script':
      return `pac:${proxy.address}`
    case 'found':
      return 'wpad'
    case 'system':
      return 'system'
  }
}

const words: Readonly<Record<string, ServiceProxy>> = { none: { is: 'direct' }, wpad: { is: 'found' }, system: { is: 'system' } }

/** The way back. `proxy:8080` is meant as an http address. Undefined when it is none of the forms, or holds a user and a password. */
export const readServiceProxy = (text: string): ServiceProxy | undefined => {
  const word = words[text.trim().toLowerCase()]
  if (word !== undefined) return word
  const script = /^\s*pac:(.*)$/i.exec(text)?.[1]
  const asked = (script ?? text).trim()
  const address = ProxyAddress.safeParse(script !== undefined || /^[a-z]+:\/\//i.test(asked) ? asked : `http://${asked}`)
  if (!address.success) return undefined
  return script === undefined ? { is: 'manual', address: address.data, bypass: [] } : { is: 'script', address: address.data }
}

/** Whom a proxy knows this machine as (Basic, RFC 7617). Never told to another proxy than this one. */
export interface ProxyAccount {
  /** Made when it was typed in, so that what is kept can be told from what was asked for. */
  readonly id: string
  /** `host:port`. */
  readonly proxy: string
  readonly user: string
  readonly password: Secret
}

/** The same where it crosses a boundary or is kept: on its way in, never on its way out. */
export const ProxyAccountText = z.object({
  proxy: z
    .string()
    .regex(/^[^\s/@]+:\d{1,5}$/)
    .max(300),
  /** Basic has no way of writing a colon in a name. */
  user: z
    .string()
    .regex(/^[^:\p{Cc}]+$/u)
    .max(256),
  password: z
    .string()
    .regex(/^\P{Cc}*$/u)
    .max(1024),
})
export type ProxyAccountText = z.infer<typeof ProxyAccountText>

/** As somebody types it in: for the proxy that the setting names, whichever that is. */
export const TypedAccount = ProxyAccountText.pick({ user: true, password: true })
export type TypedAccount = z.infer<typeof TypedAccount>

export const isSameProxy = (one: ServiceProxy, other: ServiceProxy): boolean => JSON.stringify(one) === JSON.stringify(other)

/** What the service uses, and how it came to it. */
export const ProxyStatus = z.object({
  configured: z.enum(['direct', 'manual', 'script', 'found', 'system']),
  /** Address of the script that was used last. */
  script: z.string().max(2000).optional(),
  /** Why the script is of no use; data, not a sentence. The last good one is used meanwhile, or the direct way. */
  problem: z.string().max(2500).optional(),
  /** The way that worked last for each endpoint, both as `host:port`; `direct` without a proxy. */
  used: z.array(z.object({ endpoint: z.string(), through: z.string() })).max(32),
})
export type ProxyStatus = z.infer<typeof ProxyStatus>

/** A service of an earlier version tells the address alone. */
export const ToldProxyStatus = z.union([
  ProxyStatus,
  z.string().transform((through): ProxyStatus => ({ configured: 'manual', used: [{ endpoint: '*', through }] })),
])
