/** Changes of the registry in its 64-bit view (advapi32). What was written is read back: success that cannot be seen is none. */
import { isDeepStrictEqual } from 'node:util'
import { type RegistryKey, type RegistryValue } from '../host-reader.ts'
import { bind, demand, firstOut, type Pointer } from './native.ts'
import { closeKey, registryKeyExists, registryRoots, registryValue } from './registry.ts'
import { registryBytes } from './registry-values.ts'

const createKey = bind<
  (
    root: bigint,
    path: string,
    reserved: number,
    kind: null,
    options: number,
    access: number,
    security: null,
    out: Pointer[],
    how: null,
  ) => number
>(
  'advapi32',
  'long __stdcall RegCreateKeyExW(void *root, str16 path, uint32 reserved, str16 kind, uint32 options, uint32 access, void *security, _Out_ void **out, void *how)',
)
const openKey = bind<(root: bigint, path: string, options: number, access: number, out: Pointer[]) => number>(
  'advapi32',
  'long __stdcall RegOpenKeyExW(void *root, str16 path, uint32 options, uint32 access, _Out_ void **out)',
)
const setValue = bind<(key: bigint, name: string, reserved: number, type: number, data: Buffer, size: number) => number>(
  'advapi32',
  'long __stdcall RegSetValueExW(void *key, str16 name, uint32 reserved, uint32 type, void *data, uint32 size)',
)
const deleteValue = bind<(key: bigint, name: string) => number>('advapi32', 'long __stdcall RegDeleteValueW(void *key, str16 name)')
const deleteTree = bind<(key: bigint, path: string) => number>('advapi32', 'long __stdcall RegDeleteTreeW(void *key, str16 path)')

const readAndWriteIn64BitView = 0x20019 | 0x20006 | 0x100
const noSuchFile = 2

const placeOf = (path: RegistryKey): readonly [root: bigint, below: string] => {
  const cut = path.indexOf('\\')
  const root = registryRoots[path.slice(0, cut)]
  if (root === undefined || path.length === cut + 1) throw new Error(`no key below a known root: ${path}`)
  return [root, path.slice(cut + 1)]
}

const found = (path: RegistryKey, name: string): RegistryValue | undefined => {
  const fact = registryValue(path, name)
  if (fact.is === 'unknown') throw new Error(fact.why)
  return fact.is === 'known' ? fact.value : undefined
}

/** False when the value was already so. Throws `Refused`. */
export const writeRegistryValue = (path: RegistryKey, name: string, value: RegistryValue): boolean => {
  // A value of a type that cannot be read is replaced.
  const before = registryValue(path, name)
  if (before.is === 'known' && isDeepStrictEqual(before.value, value)) return false
  const [root, below] = placeOf(path)
  const out: Pointer[] = [null]
  demand(createKey(root, below, 0, null, 0, readAndWriteIn64BitView, null, out, null), `creating ${path}`)
  const key = firstOut(out, 'RegCreateKeyEx')
  try {
    const { type, data } = registryBytes(value)
    demand(setValue(key, name, 0, type, data, data.length), `setting ${path}\\${name}`)
  } finally {
    closeKey(key)
  }
  if (!isDeepStrictEqual(found(path, name), value)) throw new Error(`${path}\\${name} does not read as it was written`)
  return true
}

export const removeRegistryValue = (path: RegistryKey, name: string): boolean => {
  const [root, below] = placeOf(path)
  const out: Pointer[] = [null]
  const opened = openKey(root, below, 0, readAndWriteIn64BitView, out)
  if (opened === noSuchFile) return false
  demand(opened, `opening ${path}`)
  const key = firstOut(out, 'RegOpenKeyEx')
  try {
    const status = deleteValue(key, name)
    if (status === noSuchFile) return false
    demand(status, `deleting ${path}\\${name}`)
  } finally {
    closeKey(key)
  }
  if (found(path, name) !== undefined) throw new Error(`${path}\\${name} is still there`)
  return true
}

/** With everything under it. */
export const removeRegistryKey = (path: RegistryKey): boolean => {
  const [root, below] = placeOf(path)
  const status = deleteTree(root, below)
  if (status === noSuchFile) return false
  demand(status, `deleting ${path}`)
  const left = registryKeyExists(path)
  if (left.is !== 'known' || left.value) throw new Error(left.is === 'unknown' ? left.why : `${path} is still there`)
  return true
}
