/** Bytes of registry values as Windows stores them, read without trust: a value of the wrong length is unknown, not a guess. */
import { absent, type Fact, known, unknown } from '../fact-sections.ts'
import { type RegistryValue } from '../host-reader.ts'

/** Numbers of the types in winnt.h. */
const valueTypes = { none: 0, string: 1, expandString: 2, binary: 3, dword: 4, multiString: 7, qword: 11 } as const

/** Text as stored: with or without a zero at the end; whatever follows the first zero is not part of it. */
const text = (data: Buffer): string => {
  const all = data.subarray(0, data.length & ~1).toString('utf16le')
  const end = all.indexOf('\0')
  return end === -1 ? all : all.slice(0, end)
}

/** Zero-separated texts. An empty one in the middle is kept: pairs of file renames have them. */
const texts = (data: Buffer): string[] => {
  const all = data.subarray(0, data.length & ~1).toString('utf16le')
  const trimmed = all.replace(/\0{1,2}$/, '')
  return trimmed === '' ? [] : trimmed.split('\0')
}

export const parseRegistryValue = (type: number, data: Buffer): Fact<RegistryValue> => {
  switch (type) {
    case valueTypes.dword:
      return data.length === 4 ? known({ type: 'dword', value: data.readUInt32LE(0) }) : unknown(`a DWORD of ${data.length} bytes`)
    case valueTypes.qword: {
      if (data.length !== 8) return unknown(`a QWORD of ${data.length} bytes`)
      const value = data.readBigUInt64LE(0)
      return value <= BigInt(Number.MAX_SAFE_INTEGER) ? known({ type: 'qword', value: Number(value) }) : unknown(`a QWORD of ${value}`)
    }
    case valueTypes.string:
      return known({ type: 'string', value: text(data) })
    case valueTypes.expandString:
      return known({ type: 'expandString', value: text(data) })
    case valueTypes.multiString:
      return known({ type: 'multiString', value: texts(data) })
    default:
      return unknown(`a value of type ${type}`)
  }
}

/** As Windows stores them: texts end with a zero, lists with two. */
export const registryBytes = ({ type, value }: RegistryValue): { readonly type: number; readonly data: Buffer } => {
  if (typeof value === 'number') {
    const data = Buffer.alloc(type === 'dword' ? 4 : 8)
    if (type === 'dword') data.writeUInt32LE(value)
    else data.writeBigUInt64LE(BigInt(value))
    return { type: valueTypes[type], data }
  }
  const all = typeof value === 'string' ? `${value}\0` : `${value.map((line) => `${line}\0`).join('')}\0`
  return { type: valueTypes[type], data: Buffer.from(all, 'utf16le') }
}

const mapKnown = <T, U>(fact: Fact<T>, map: (value: T) => Fact<U>): Fact<U> => (fact.is === 'known' ? map(fact.value) : fact)

/** The value as a number; a value of another type is unknown. */
export const numberOf = (fact: Fact<RegistryValue>): Fact<number> =>
  mapKnown(fact, ({ type, value }) => (typeof value === 'number' ? known(value) : unknown(`the value is ${type}, a number was expected`)))

/** The value as text; a value of another type is unknown. */
export const textOf = (fact: Fact<RegistryValue>): Fact<string> =>
  mapKnown(fact, ({ type, value }) => (typeof value === 'string' ? known(value) : unknown(`the value is ${type}, text was expected`)))

/** The lines of a multi-string that are not empty; absent when there is none. */
export const linesOf = (fact: Fact<RegistryValue>): Fact<string[]> =>
  mapKnown(fact, ({ type, value }) => {
    if (typeof value === 'string' || typeof value === 'number') return unknown(`the value is ${type}, lines were expected`)
    const lines = value.filter((line) => line !== '')
    return lines.length === 0 ? absent : known(lines)
  })

/** A number read as yes or no: anything but 0 is yes. */
export const flagOf = (fact: Fact<RegistryValue>): Fact<boolean> => mapKnown(numberOf(fact), (value) => known(value !== 0))
