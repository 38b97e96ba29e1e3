/** Access lists as text (MS-DTYP 2.5.1, SDDL). */
import { wellKnownSids } from '../registry-keys.ts'

const aliases: Readonly<Record<string, string>> = { SY: wellKnownSids.system, BA: wellKnownSids.administrators }

/** FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY, FILE_WRITE_EA, FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_WRITE, GENERIC_ALL. */
const writing = 0x2 | 0x4 | 0x10 | 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x40000000 | 0x10000000
const letters: Readonly<Record<string, number>> = {
  FA: 0x1f01ff,
  FW: 0x120116,
  FR: 0x120089,
  FX: 0x1200a0,
  GA: 0x10000000,
  GW: 0x40000000,
  GR: 0x80000000,
  GX: 0x20000000,
  RC: 0x20000,
  SD: 0x10000,
  WD: 0x40000,
  WO: 0x80000,
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
}

/** Throws for letters that this does not know: a right nobody understood is not "no right". */
const maskOf = (rights: string): number => {
  if (/^0x[0-9a-f]+$/i.test(rights)) return Number.parseInt(rights, 16)
  return (rights.match(/../g) ?? []).reduce((mask, pair) => {
    const bits = letters[pair]
    if (bits === undefined) throw new Error(`access right ${pair}`)
    return mask | bits
  }, 0)
}

/**
 * Whether the list lets anybody but SYSTEM, administrators and `trusted` write. Entries for the creator that only children
 * inherit say nothing about others: whoever creates there must have another entry first. No list at all lets everybody write.
 * Throws for a text that is none.
 */
export const writableByOthers = (sddl: string, trusted: readonly string[]): boolean => {
  const dacl = /D:([A-Z_]*)((?:\([^)]*\))*)/.exec(sddl)
  if (dacl === null) throw new Error(`no access list in ${sddl.slice(0, 100)}`)
  const [, flags = '', entries = ''] = dacl
  if (flags.includes('NO_ACCESS_CONTROL')) return true
  const friends = new Set([wellKnownSids.system, wellKnownSids.administrators, ...trusted])
  return [...entries.matchAll(/\(([^)]*)\)/g)].some(([, entry = '']) => {
    const [type, inheritance = '', rights = '', , , trustee = ''] = entry.split(';')
    if (type !== 'A' && type !== 'XA') return false
    const ofCreator = trustee === 'CO' || trustee === 'S-1-3-0'
    if (ofCreator && inheritance.includes('IO')) return false
    return !friends.has(aliases[trustee] ?? trustee) && (maskOf(rights) & writing) !== 0
  })
}
