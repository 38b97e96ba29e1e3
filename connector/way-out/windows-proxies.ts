/** Proxy settings of the machine and of an account (winhttp). What cannot be read throws `Refused`. */
import { struct } from 'koffi'
import { type ProxySetting } from '../../contract/proxy.ts'
import { bind, demandTrue, type Pointer, prepareErrors, Refused, textAt } from '../identity/win32.ts'
import { machineProxy, serviceProxySetting, userProxy } from './windows-proxy-values.ts'

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
const getValue = bind<(root: bigint, key: string, name: string, flags: number, type: null, data: Buffer, length: number[]) => number>(
  'advapi32',
  'long __stdcall RegGetValueW(void *root, str16 key, str16 name, uint32 flags, void *type, void *data, _Inout_ uint32 *length)',
)

const taken = (pointer: Pointer | undefined): string => {
  if (pointer === null || pointer === undefined) return ''
  const text = textAt(pointer)
  globalFree(pointer)
  return text
}

const noSettings = 2

/** WinHTTP's own setting (`netsh winhttp set proxy`): what services use that have no person. */
export const readMachineProxy = (): ProxySetting => {
  prepareErrors()
  const out: MachineProxy = {}
  demandTrue(getDefaultConfiguration(out), 'WinHttpGetDefaultProxyConfiguration')
  return machineProxy(out.access ?? 0, taken(out.proxy), taken(out.bypass))
}

/** The setting of the account that this program runs as. An account that never had one goes directly. */
export const readUserProxy = (): ProxySetting => {
  prepareErrors()
  const out: UserProxy = {}
  try {
    demandTrue(getUserConfiguration(out), 'WinHttpGetIEProxyConfigForCurrentUser')
  } catch (error) {
    if (error instanceof Refused && error.code === noSettings) return { is: 'direct' }
    throw error
  }
  return userProxy({ autoDetect: out.autoDetect === 1, script: taken(out.script), proxy: taken(out.proxy), bypass: taken(out.bypass) })
}

const localMachine = 0xffffffff80000002n
const internetPolicy = 'SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings'
/** RRF_RT_REG_DWORD | RRF_SUBKEY_WOW6464KEY. */
const dwordIn64BitView = 0x10 | 0x10000

/** Whether a policy gives all accounts of the machine the same settings ("Make proxy settings per-machine"). */
const isPerMachine = (): boolean => {
  const data = Buffer.alloc(4)
  return (
    getValue(localMachine, internetPolicy, 'ProxySettingsPerUser', dwordIn64BitView, null, data, [4]) === 0 && data.readUInt32LE(0) === 0
  )
}

/** What a service sees: the machine's proxy; without one the settings that a policy gives to every account. */
export const readServiceProxy = (): ProxySetting => serviceProxySetting(readMachineProxy(), isPerMachine() ? readUserProxy() : undefined)
