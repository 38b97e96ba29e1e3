/** Which proxy a setting means for an address. */
import { type ProxySetting, readServiceProxy, type ServiceProxy } from '../../contract/proxy.ts'
import { type ScriptProblem } from './script-problem.ts'
import { isLoopback, type Address } from './address.ts'

/** A way that can be dialled. */
export type Way = { readonly is: 'direct' } | { readonly is: 'proxy'; readonly url: string }

export type ProxyUse =
  | Way
  /** A configuration script that is of no use: what the service would do is not known. Probes go directly then, as Windows does. */
  | { readonly is: 'unknown'; readonly script: string; readonly problem?: ScriptProblem }

/** `proxy:8080`, `http://proxy:8080` and the per-protocol form `http=a:80;https=b:443` of Windows. Undefined when it is none of them. */
export const proxyAddress = (text: string): string | undefined => {
  const perProtocol = /(?:^|;)\s*https\s*=\s*([^;]+)/i.exec(text)?.[1]
  const chosen = (perProtocol ?? (text.includes('=') ? '' : text)).trim()
  if (chosen === '') return undefined
  try {
    const url = new URL(/^https?:\/\//i.test(chosen) ? chosen : `http://${chosen}`)
    // What is written there can be read by everybody; a proxy that wants a password is told one that was asked for.
    url.username = ''
    url.password = ''
    return url.hostname === '' ? undefined : url.href
  } catch {
    return undefined
  }
}

/** What it means to be set so; `machine` is what the machine says now. */
export const settingOf = (proxy: ServiceProxy, machine: () => ProxySetting): ProxySetting => {
  switch (proxy.is) {
    case 'direct':
    case 'manual':
      return proxy
    case 'script':
      return { is: 'automatic', script: proxy.address }
    case 'found':
      return { is: 'automatic', script: '' }
    case 'system':
      return machine()
  }
}

/** How a service is set that shall go as the setting says. What is no address of a proxy means the direct way, as it does for Windows. */
export const serviceProxyOf = (setting: ProxySetting): ServiceProxy => {
  switch (setting.is) {
    case 'direct':
      return setting
    case 'automatic':
      return setting.script === '' ? { is: 'found' } : { is: 'script', address: setting.script }
    case 'manual': {
      const address = proxyAddress(setting.address)
      return address === undefined ? { is: 'direct' } : { is: 'manual', address, bypass: setting.bypass }
    }
  }
}

/** A proxy that somebody names on a command line or page: what `proxyAddress` and `readServiceProxy` read. */
export const namedProxy = (text: string): ServiceProxy | undefined => {
  if (/^(pac:)?(\w+:\/\/)?[^/?#]*@/i.test(text)) return undefined
  const address = proxyAddress(text)
  const named = readServiceProxy(text) ?? (address === undefined ? undefined : { is: 'manual', address, bypass: [] })
  if (named?.is !== 'manual') return named
  const usual = proxyAddress(named.address)
  return usual === undefined ? undefined : { ...named, address: usual }
}

/** Why that proxy cannot be used; absent when it can. Credentials would show wherever the proxy is named. */
export const namedProxyProblem = (text: string): string | undefined => {
  if (/^(pac:)?(\w+:\/\/)?[^/?#]*@/i.test(text)) return 'user name and password do not belong here'
  return namedProxy(text) === undefined ? 'is no address of a proxy' : undefined
}

/** Without user name and password, for people. */
export const printProxy = (use: ProxyUse): string => {
  if (use.is !== 'proxy') return use.is === 'direct' ? 'direct' : use.script
  const url = new URL(use.url)
  return url.host === '' ? url.protocol : url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host
}

/** Bypass entries as Windows and `NO_PROXY` write them: `*.contoso.example`, `.contoso.example`, `10.*`, `<local>`, `*`. */
export const isBypassed = (host: string, bypass: readonly string[]): boolean =>
  bypass.some((entry) => {
    const pattern = entry.trim().toLowerCase()
    if (pattern === '') return false
    if (pattern === '<local>') return !host.includes('.') && !host.includes(':')
    const name = host.toLowerCase()
    if (!pattern.includes('*')) return name === pattern || (pattern.startsWith('.') && name.endsWith(pattern))
    const parts = pattern.split('*')
    let at = 0
    return parts.every((part, i) => {
      const found = i === parts.length - 1 && part !== '' ? Math.max(name.lastIndexOf(part), -1) : name.indexOf(part, at)
      const fits = found >= at && (i > 0 || found === 0) && (i < parts.length - 1 || part === '' || found + part.length === name.length)
      at = found + part.length
      return fits
    })
  })

/** Windows never sends loopback through a proxy; `loopbackToo` is for a proxy that somebody named for this very purpose. */
export const proxyFor = (setting: ProxySetting, { host }: Address, { loopbackToo = false } = {}): ProxyUse => {
  if (setting.is === 'direct' || (isLoopback(host) && !loopbackToo)) return { is: 'direct' }
  if (setting.is === 'automatic') return { is: 'unknown', script: setting.script }
  const url = proxyAddress(setting.address)
  return url === undefined || isBypassed(host, setting.bypass) ? { is: 'direct' } : { is: 'proxy', url }
}

/** The setting as one line for people. */
export const printSetting = (setting: ProxySetting): string => {
  switch (setting.is) {
    case 'direct':
      return 'direct'
    case 'automatic':
      return setting.script
    case 'manual': {
      const url = proxyAddress(setting.address)
      return url === undefined ? '?' : printProxy({ is: 'proxy', url })
    }
  }
}
