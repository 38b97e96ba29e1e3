/** Version, kind and firmware of the machine (ntdll, kernel32). */
import { decode, struct, array } from 'koffi'
import { windowsSystemUuid } from '../../../connector/identity/windows-machine.ts'
import { absent, type Fact, known, unknown } from '../fact-sections.ts'
import { bind, demand, factOf, hasFunction, type Pointer } from './native.ts'

struct('OSVERSIONINFOEXW', {
  size: 'uint32',
  major: 'uint32',
  minor: 'uint32',
  build: 'uint32',
  platform: 'uint32',
  servicePack: array('uint16', 128),
  servicePackMajor: 'uint16',
  servicePackMinor: 'uint16',
  suite: 'uint16',
  productType: 'uint8',
  reserved: 'uint8',
})
interface OsVersion {
  size: number
  build?: number
  productType?: number
}

const rtlGetVersion = bind<(version: OsVersion) => number>('ntdll', 'int32 __stdcall RtlGetVersion(_Inout_ OSVERSIONINFOEXW *version)')
const wineGetVersion = bind<() => Pointer>('ntdll', 'void *wine_get_version()')
const getNativeSystemInfo = bind<(info: Buffer) => void>('kernel32', 'void __stdcall GetNativeSystemInfo(void *info)')

/** Version of Wine ("8.0"); undefined on Windows. */
export const wineVersion = (): string | undefined => {
  if (!hasFunction('ntdll', 'wine_get_version')) return undefined
  const version = wineGetVersion()
  return version === null ? '' : decode.string(version)
}

const version = (): OsVersion => {
  const answer: OsVersion = { size: 284 }
  demand(rtlGetVersion(answer), 'RtlGetVersion')
  return answer
}

export const osBuild = (): Fact<number> => factOf(() => known(version().build ?? 0))

/** wProductType: VER_NT_WORKSTATION 1, VER_NT_DOMAIN_CONTROLLER 2, VER_NT_SERVER 3. */
export const productType = (): Fact<'client' | 'server' | 'domainController'> =>
  factOf(() => {
    const type = version().productType
    const name = ({ 1: 'client', 2: 'domainController', 3: 'server' } as const)[type ?? 0]
    return name === undefined ? unknown(`RtlGetVersion: product type ${type ?? 'missing'}`) : known(name)
  })

/** wProcessorArchitecture of the machine itself, not of this process. */
export const architecture = (): Fact<'x64' | 'arm64' | 'x86'> =>
  factOf(() => {
    const info = Buffer.alloc(48)
    getNativeSystemInfo(info)
    const number = info.readUInt16LE(0)
    const name = ({ 0: 'x86', 9: 'x64', 12: 'arm64' } as const)[number]
    return name === undefined ? unknown(`GetNativeSystemInfo: architecture ${number}`) : known(name)
  })

/** SMBIOS type 1 UUID; absent where the firmware has none. */
export const systemUuid = (): Fact<string> =>
  factOf(() => {
    const uuid = windowsSystemUuid()
    return uuid === undefined ? absent : known(uuid)
  })
