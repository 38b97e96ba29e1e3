/** The registry of a simulated server: keys and values compare without case, as in Windows. */
import { type StoredKeys } from '../../../contract/fix-change.ts'
import { type Fact, absent, known } from '../fact-sections.ts'
import { type RegistryValue } from '../host-reader.ts'
import { type ServerState } from './model.ts'

type Registry = ServerState['registry']
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

export const keyExists = (registry: Registry, key: string): boolean =>
  Object.keys(registry).some((k) => same(k, key) || k.toLowerCase().startsWith(`${key.toLowerCase()}\\`))

/** Names of the values of a key; none when there is no such key. */
export const valueNames = (registry: Registry, key: string): string[] =>
  Object.keys(Object.entries(registry).find(([k]) => same(k, key))?.[1] ?? {})

export const registryValue = (registry: Registry, key: string, name: string): Fact<RegistryValue> => {
  const values = Object.entries(registry).find(([k]) => same(k, key))?.[1]
  const value = values === undefined ? undefined : Object.entries(values).find(([n]) => same(n, name))?.[1]
  return value === undefined ? absent : known(value)
}

/** A key and all under it. Absent when there is no such key. */
export const registryTree = (registry: Registry, key: string): Fact<StoredKeys> => {
  const below = `${key.toLowerCase()}\\`
  const found = Object.entries(registry).filter(([k]) => same(k, key) || k.toLowerCase().startsWith(below))
  return found.length === 0 ? absent : known(Object.fromEntries(found))
}

export const setRegistryValue = (registry: Registry, key: string, name: string, value: RegistryValue): void => {
  const existingKey = Object.keys(registry).find((k) => same(k, key)) ?? key
  const values = (registry[existingKey] ??= {})
  const existingName = Object.keys(values).find((n) => same(n, name)) ?? name
  values[existingName] = value.type === 'multiString' ? { type: value.type, value: [...value.value] } : value
}

export const deleteRegistryValue = (registry: Registry, key: string, name: string): void => {
  for (const [k, values] of Object.entries(registry)) {
    if (!same(k, key)) continue
    for (const n of Object.keys(values)) if (same(n, name)) Reflect.deleteProperty(values, n)
  }
}

export const deleteRegistryKey = (registry: Registry, key: string): void => {
  for (const k of Object.keys(registry))
    if (same(k, key) || k.toLowerCase().startsWith(`${key.toLowerCase()}\\`)) Reflect.deleteProperty(registry, k)
}

const mapKnown = <T, U>(fact: Fact<T>, map: (value: T) => Fact<U>): Fact<U> => (fact.is === 'known' ? map(fact.value) : fact)

/** The value as a number; a value of another type is unknown. */
export const dword = (registry: Registry, key: string, name: string): Fact<number> =>
  mapKnown(registryValue(registry, key, name), (v) =>
    typeof v.value === 'number' ? known(v.value) : { is: 'unknown', why: `${key}\\${name} is ${v.type}, a number was expected` },
  )

/** The value as text; a value of another type is unknown. */
export const text = (registry: Registry, key: string, name: string): Fact<string> =>
  mapKnown(registryValue(registry, key, name), (v) =>
    typeof v.value === 'string' ? known(v.value) : { is: 'unknown', why: `${key}\\${name} is ${v.type}, text was expected` },
  )

/** A number read as yes or no: anything but 0 is yes. */
export const flag = (registry: Registry, key: string, name: string): Fact<boolean> =>
  mapKnown(dword(registry, key, name), (n) => known(n !== 0))
