/** Proxy settings of the machine and of the person (winhttp). */
import { struct } from 'koffi'
import { type Fact, known, type ProxySetting } from '../fact-sections.ts'
import { bind, demandTrue, factOf, type Pointer, Refused, textAt } from './native.ts'
import { machineProxy, userProxy } from './proxy-values.ts'

struct('WINHTTP_PROXY_INFO', { access: 'uint32', proxy: 'void *', bypass: 'void *' })
struct('WINHTTP_CURRENT_USER_IE_PROXY_CONFIG', { autoDetect: 'int', script: 'void *', proxy: 'void *', bypass: 'void *' })

interface MachineProxy {
  access?: number
  proxy?: Pointer
  bypass?: Pointer
}
interface UserProxy {
  autoDetect?: number
  script?: Pointer
  proxy?: Pointer
  bypass?: Pointer
}

const getDefaultConfiguration = bind<(out: MachineProxy) => number>(
  'winhttp',
  'int __stdcall WinHttpGetDefaultProxyConfiguration(_Out_ WINHTTP_PROXY_INFO *out)',
)
const getUserConfiguration = bind<(out: UserProxy) => number>(
  'winhttp',
  'int __stdcall WinHttpGetIEProxyConfigForCurrentUser(_Out_ WINHTTP_CURRENT_USER_IE_PROXY_CONFIG *out)',
)
const globalFree = bind<(memory: Pointer) => Pointer>('kernel32', 'void *__stdcall GlobalFree(void *memory)')

const taken = (pointer: Pointer | undefined): string => {
  if (pointer === null || pointer === undefined) return ''
  const text = textAt(pointer)
  globalFree(pointer)
  return text
}

const noSettings = 2

/** WinHTTP's own setting (`netsh winhttp set proxy`): what services use that have no person. */
export const machineProxySetting = (): Fact<ProxySetting> =>
  factOf(() => {
    const out: MachineProxy = {}
    demandTrue(getDefaultConfiguration(out), 'WinHttpGetDefaultProxyConfiguration')
    return known(machineProxy(out.access ?? 0, taken(out.proxy), taken(out.bypass)))
  })

/** The setting of the account that set-up runs as. An account that never had one goes directly. */
export const userProxySetting = (): Fact<ProxySetting> =>
  factOf(() => {
    const out: UserProxy = {}
    try {
      demandTrue(getUserConfiguration(out), 'WinHttpGetIEProxyConfigForCurrentUser')
    } catch (error) {
      if (error instanceof Refused && error.code === noSettings) return known({ is: 'direct' })
      throw error
    }
    return known(
      userProxy({ autoDetect: out.autoDetect === 1, script: taken(out.script), proxy: taken(out.proxy), bypass: taken(out.bypass) }),
    )
  })
