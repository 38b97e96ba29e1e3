/** The registry, read in its 64-bit view (advapi32). Error 2 is absent; every other refusal is unknown with its number. */
import { type StoredKeys } from '../../../contract/fix-change.ts'
import { absent, type Fact, known, unknown } from '../fact-sections.ts'
import { type RegistryKey, type RegistryValue } from '../host-reader.ts'
import { bind, demand, factOf, firstOut, type Pointer } from './native.ts'
import { flagOf, linesOf, numberOf, parseRegistryValue, textOf } from './registry-values.ts'

const openKey = bind<(root: bigint, path: string, options: number, access: number, out: Pointer[]) => number>(
  'advapi32',
  'long __stdcall RegOpenKeyExW(void *root, str16 path, uint32 options, uint32 access, _Out_ void **out)',
)
export const closeKey = bind<(key: bigint) => number>('advapi32', 'long __stdcall RegCloseKey(void *key)')
const queryValue = bind<(key: bigint, name: string, reserved: null, type: number[], data: Buffer, length: number[]) => number>(
  'advapi32',
  'long __stdcall RegQueryValueExW(void *key, str16 name, void *reserved, _Out_ uint32 *type, void *data, _Inout_ uint32 *length)',
)
const enumerateKeys = bind<(key: bigint, index: number, name: Buffer, length: number[], a: null, b: null, c: null, d: null) => number>(
  'advapi32',
  'long __stdcall RegEnumKeyExW(void *key, uint32 index, void *name, _Inout_ uint32 *length, void *a, void *b, void *c, void *d)',
)
const enumerateValues = bind<(key: bigint, index: number, name: Buffer, length: number[], a: null, b: null, c: null, d: null) => number>(
  'advapi32',
  'long __stdcall RegEnumValueW(void *key, uint32 index, void *name, _Inout_ uint32 *length, void *a, void *b, void *c, void *d)',
)

/** Predefined handles are sign-extended 32-bit numbers. */
export const registryRoots: Readonly<Record<string, bigint>> = { HKLM: 0xffffffff80000002n, HKCU: 0xffffffff80000001n }
const readIn64BitView = 0x20019 | 0x100
const [noSuchFile, moreData, noMoreItems] = [2, 234, 259]
const largestValue = 16 * 1024 * 1024

/** Absent when there is no such key; throws `Refused` for every other error. */
const withKey = <T>(path: RegistryKey, read: (key: bigint) => Fact<T>): Fact<T> => {
  const cut = path.indexOf('\\')
  const root = registryRoots[path.slice(0, cut)]
  if (root === undefined) throw new Error(`no such root: ${path}`)
  const out: Pointer[] = [null]
  const status = openKey(root, path.slice(cut + 1), 0, readIn64BitView, out)
  if (status === noSuchFile) return absent
  demand(status, `opening ${path}`)
  const key = firstOut(out, 'RegOpenKeyEx')
  try {
    return read(key)
  } finally {
    closeKey(key)
  }
}

const valueIn = (key: bigint, path: RegistryKey, name: string): Fact<RegistryValue> => {
  for (let size = 2048; size <= largestValue;) {
    const [data, type, length] = [Buffer.alloc(size), [0], [size]]
    const status = queryValue(key, name, null, type, data, length)
    const used = length[0] ?? 0
    if (status === noSuchFile) return absent
    if (status !== moreData) {
      demand(status, `reading ${path}\\${name}`)
      return parseRegistryValue(type[0] ?? 0, data.subarray(0, used))
    }
    // The value may grow between two reads, and performance data never says how long it is.
    size = Math.max(used, size * 2)
  }
  throw new Error(`${path}\\${name} is larger than 16 MB`)
}

export const registryValue = (path: RegistryKey, name: string): Fact<RegistryValue> =>
  factOf(() => withKey(path, (key) => valueIn(key, path, name)))

/** Several values of one key, which is opened once. */
export const registryValues = <N extends string>(path: RegistryKey, names: readonly N[]): Fact<Record<N, Fact<RegistryValue>>> =>
  factOf(() =>
    withKey(path, (key) =>
      known(Object.fromEntries(names.map((name) => [name, factOf(() => valueIn(key, path, name))])) as Record<N, Fact<RegistryValue>>),
    ),
  )

const listed = (
  path: RegistryKey,
  what: string,
  next: (key: bigint, index: number, name: Buffer, length: number[]) => number,
): Fact<string[]> =>
  factOf(() =>
    withKey(path, (key) => {
      const names: string[] = []
      const name = Buffer.alloc(2 * 16_384)
      for (let index = 0; ; index += 1) {
        const length = [16_383]
        const status = next(key, index, name, length)
        if (status === noMoreItems) return known(names)
        demand(status, `listing ${what} of ${path}`)
        names.push(name.toString('utf16le', 0, (length[0] ?? 0) * 2))
      }
    }),
  )

/** Names of the keys under a key. */
export const registrySubkeys = (path: RegistryKey): Fact<string[]> =>
  listed(path, 'keys', (key, index, name, length) => enumerateKeys(key, index, name, length, null, null, null, null))

/** Names of the values of a key. */
export const registryValueNames = (path: RegistryKey): Fact<string[]> =>
  listed(path, 'values', (key, index, name, length) => enumerateValues(key, index, name, length, null, null, null, null))

export const registryKeyExists = (path: RegistryKey): Fact<boolean> => {
  const found = factOf(() => withKey(path, () => known(true)))
  return found.is === 'absent' ? known(false) : found
}

export const registryNumber = (path: RegistryKey, name: string): Fact<number> => numberOf(registryValue(path, name))
export const registryText = (path: RegistryKey, name: string): Fact<string> => textOf(registryValue(path, name))
export const registryLines = (path: RegistryKey, name: string): Fact<string[]> => linesOf(registryValue(path, name))
export const registryFlag = (path: RegistryKey, name: string): Fact<boolean> => flagOf(registryValue(path, name))

const mostKeys = 200

/** A key and every key under it, with their values; unknown as soon as one of them cannot be read. */
export const registryTree = (path: RegistryKey): Fact<StoredKeys> => {
  if (isAbsent(registryKeyExists(path))) return absent
  const found: StoredKeys = {}
  const waiting = [path]
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    const [names, below] = [registryValueNames(key), registrySubkeys(key)]
    if (names.is !== 'known' || below.is !== 'known')
      return names.is === 'unknown' ? names : below.is === 'unknown' ? below : unknown(`${key} went away`)
    const values: StoredKeys[string] = {}
    for (const name of names.value) {
      const value = registryValue(key, name)
      if (value.is !== 'known') return unknown(`${key}\\${name}: ${value.is === 'unknown' ? value.why : 'went away'}`)
      values[name] = value.value.type === 'multiString' ? { type: value.value.type, value: [...value.value.value] } : value.value
    }
    found[key] = values
    waiting.push(...below.value.map((name) => `${key}\\${name}`))
    if (Object.keys(found).length + waiting.length > mostKeys) return unknown(`${path} has more than ${mostKeys} keys`)
  }
  return known(found)
}

const isAbsent = (exists: Fact<boolean>): boolean => exists.is === 'known' && !exists.value
