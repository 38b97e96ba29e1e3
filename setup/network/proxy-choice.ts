/** Which proxy a setting means for an address. */
import { type ProxySetting } from '../host/fact-sections.ts'
import { type ScriptProblem } from './script-problem.ts'
import { isLoopback, type Address } from './address.ts'

export type ProxyUse =
  | { readonly is: 'direct' }
  | { readonly is: 'proxy'; readonly url: string }
  /** A configuration script that is of no use: what the service would do is not known. Probes go directly then, as Windows does. */
  | { readonly is: 'unknown'; readonly script: string; readonly problem?: ScriptProblem }

/** `proxy:8080`, `http://proxy:8080` and the per-protocol form `http=a:80;https=b:443` of Windows. Undefined when it is none of them. */
export const proxyAddress = (text: string): string | undefined => {
  const perProtocol = /(?:^|;)\s*https\s*=\s*([^;]+)/i.exec(text)?.[1]
  const chosen = (perProtocol ?? (text.includes('=') ? '' : text)).trim()
  if (chosen === '') return undefined
  try {
    const url = new URL(/^https?:\/\//i.test(chosen) ? chosen : `http://${chosen}`)
    return url.hostname === '' ? undefined : url.href
  } catch {
    return undefined
  }
}

/** Why nobody can test through that proxy; absent when one can. Credentials would show wherever the proxy is named. */
export const otherProxyProblem = (text: string): string | undefined => {
  if (text === 'none') return undefined
  const address = proxyAddress(text)
  if (address === undefined) return 'is no address of a proxy'
  const { username, password } = new URL(address)
  return username === '' && password === '' ? undefined : 'user name and password do not belong here'
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

export const proxyFor = (setting: ProxySetting, { host }: Address): ProxyUse => {
  // Windows never sends loopback through a proxy.
  if (setting.is === 'direct' || isLoopback(host)) return { is: 'direct' }
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
