/** What a Windows machine under Wine holds: files and registry, read from outside, so that two moments can be compared. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './unpacked.ts'

export interface MachineState {
  /** Path below the system drive, with the hash of the content. */
  readonly files: ReadonlyMap<string, string>
  /** `HKLM\key` or `HKLM\key\\value`, with what stands there. */
  readonly registry: ReadonlyMap<string, string>
}

/** Wine's own text form of a hive. Times of keys are left out. */
export const parseHive = (text: string, root: string): [string, string][] => {
  let key = root
  const joined = text.replace(/\\\r?\n\s*/g, '')
  return joined.split(/\r?\n/).flatMap((line): [string, string][] => {
    const opened = /^\[((?:[^\]\\]|\\.)*)\]/.exec(line)
    if (opened !== null) {
      key = `${root}\\${(opened[1] ?? '').replaceAll('\\\\', '\\')}`
      return [[key, '']]
    }
    const value = /^(@|"(?:[^"\\]|\\.)*")=(.*)$/.exec(line)
    return value === null ? [] : [[`${key}\\\\${(value[1] ?? '').replace(/^"|"$/g, '')}`, value[2] ?? '']]
  })
}

/** Lines of a value of several lines in Wine's text form; undefined for another kind of value. */
export const multiString = (value: string): string[] | undefined => {
  const quoted = /^str\(7\):"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]
  if (quoted === undefined) return undefined
  const plain = quoted.replaceAll(/\\(x[0-9a-f]{1,4}|.)/gi, (_all, escaped: string) =>
    escaped === '0' ? '\0' : /^x[0-9a-f]/i.test(escaped) ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16)) : escaped,
  )
  return plain.replace(/\0\0?$/, '').split('\0')
}

const hives: readonly (readonly [string, string])[] = [
  ['system.reg', 'HKLM'],
  ['user.reg', 'HKCU'],
]

/** Wine must have ended: only then is the registry on the disk. */
export const readMachine = (prefix: string): MachineState => {
  const drive = join(prefix, 'drive_c')
  return {
    files: new Map(
      filesBelow(drive).map((name) => [
        name,
        createHash('sha1')
          .update(readFileSync(join(drive, name)))
          .digest('hex'),
      ]),
    ),
    registry: new Map(hives.flatMap(([file, root]) => parseHive(readFileSync(join(prefix, file), 'utf8'), root))),
  }
}

export interface Difference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

const compare = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): Difference => ({
  added: [...after.keys()].filter((name) => !before.has(name)),
  removed: [...before.keys()].filter((name) => !after.has(name)),
  changed: [...after].flatMap(([name, value]) => (before.has(name) && before.get(name) !== value ? [name] : [])),
})

/** `passedOver`: what the machine writes by itself, and what is meant to stay. */
export const differences = (before: MachineState, after: MachineState, passedOver: RegExp): string[] =>
  [compare(before.files, after.files), compare(before.registry, after.registry)].flatMap(({ added, removed, changed }) => [
    ...added.filter((name) => !passedOver.test(name)).map((name) => `left: ${name}`),
    ...removed.filter((name) => !passedOver.test(name)).map((name) => `gone: ${name}`),
    ...changed.filter((name) => !passedOver.test(name)).map((name) => `changed: ${name}`),
  ])
