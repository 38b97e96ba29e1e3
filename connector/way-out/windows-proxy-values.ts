/** What Windows' proxy settings mean for a program. */
import { type ProxySetting } from '../../contract/proxy.ts'

const namedProxy = 3

/** Entries are separated by semicolons or blanks. */
const bypassList = (text: string): string[] => text.split(/[;\s]+/).filter((entry) => entry !== '')

const manual = (proxy: string, bypass: string): ProxySetting =>
  proxy === '' ? { is: 'direct' } : { is: 'manual', address: proxy, bypass: bypassList(bypass) }

/** `access` is WINHTTP_ACCESS_TYPE_*: 3 names a proxy, everything else means none. */
export const machineProxy = (access: number, proxy: string, bypass: string): ProxySetting =>
  access === namedProxy ? manual(proxy, bypass) : { is: 'direct' }

export interface UserProxyValues {
  readonly autoDetect: boolean
  readonly script: string
  readonly proxy: string
  readonly bypass: string
}

/** A script comes before a named proxy, as in Windows. Automatic detection without a script has an empty one. */
export const userProxy = ({ autoDetect, script, proxy, bypass }: UserProxyValues): ProxySetting => {
  if (script !== '') return { is: 'automatic', script }
  if (proxy !== '') return manual(proxy, bypass)
  return autoDetect ? { is: 'automatic', script: '' } : { is: 'direct' }
}

/** `everybody`: the settings of all accounts, where a policy makes them the machine's. */
export const serviceProxySetting = (machine: ProxySetting, everybody: ProxySetting | undefined): ProxySetting =>
  machine.is === 'direct' && everybody !== undefined ? everybody : machine
