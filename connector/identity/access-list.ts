/** Access lists as text (MS-DTYP 2.5.1, SDDL). */

const [system, administrators] = ['S-1-5-18', 'S-1-5-32-544']
const aliases: Readonly<Record<string, string>> = { SY: system, BA: administrators }

/** FILE_READ_DATA, GENERIC_READ, GENERIC_ALL. */
const reading = 0x1 | 0x80000000 | 0x10000000
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

/** Rights in `mask` that the list gives to anybody but SYSTEM, administrators and `trusted`. Throws for a text that is no list. */
const givenToOthers = (sddl: string, trusted: readonly string[], mask: number): boolean => {
  const dacl = /D:([A-Z_]*)((?:\([^)]*\))*)/.exec(sddl)
  if (dacl === null) throw new Error(`no access list in ${sddl.slice(0, 100)}`)
  const [, flags = '', entries = ''] = dacl
  // No list at all lets everybody do everything.
  if (flags.includes('NO_ACCESS_CONTROL')) return true
  const friends = new Set([system, administrators, ...trusted])
  return [...entries.matchAll(/\(([^)]*)\)/g)].some(([, entry = '']) => {
    const [type, inheritance = '', rights = '', , , trustee = ''] = entry.split(';')
    if (type !== 'A' && type !== 'XA') return false
    // What only children inherit says nothing about others: whoever creates there must have another entry first.
    const ofCreator = trustee === 'CO' || trustee === 'S-1-3-0'
    if (ofCreator && inheritance.includes('IO')) return false
    return !friends.has(aliases[trustee] ?? trustee) && (maskOf(rights) & mask) !== 0
  })
}

/** Whether somebody else may change what is there. */
export const writableByOthers = (sddl: string, trusted: readonly string[]): boolean => givenToOthers(sddl, trusted, writing)

/** Whether somebody else may read or change what is there. */
export const openToOthers = (sddl: string, trusted: readonly string[]): boolean => givenToOthers(sddl, trusted, writing | reading)

/** Its maker keeps it; SYSTEM and administrators in full, the service may read and change, nobody else; nothing is inherited from above. */
export const closedAccess = (service: string, owner: string, kind: 'folder' | 'file'): string => {
  const all = [...new Set([system, administrators, owner])].filter((sid) => sid !== service)
  const handedDown = kind === 'folder' ? 'OICI' : ''
  const entries = [...all.map((sid) => `(A;${handedDown};FA;;;${sid})`), `(A;${handedDown};0x1301bf;;;${service})`]
  return `O:${owner}D:PAI${entries.join('')}`
}
