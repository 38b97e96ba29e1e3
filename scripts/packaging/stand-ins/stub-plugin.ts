/**
 * A plug-in of NSIS for 64 bits that does nothing but take its arguments off the stack: stands in for the plug-ins of
 * electron-builder (32 bits only) in the installer that is run under Wine. Made without a compiler: a PE32+ library with one section.
 */

/** `stack_t **stacktop` comes in r9: mov rax,[r9]; test rax,rax; jz +6; mov rax,[rax]; mov [r9],rax. */
const popOne = [0x49, 0x8b, 0x01, 0x48, 0x85, 0xc0, 0x74, 0x06, 0x48, 0x8b, 0x00, 0x49, 0x89, 0x01]
const ret = 0xc3

const section = 0x1000
const fileAlignment = 0x200
const upTo = (value: number, step: number) => Math.ceil(value / step) * step

/** The one section: export directory, names, code. */
const contentOf = (library: string, functions: Readonly<Record<string, number>>): { bytes: Buffer; exportBytes: number } => {
  // The loader searches names in order.
  const names = Object.keys(functions).sort()
  const [addresses, nameTable] = [40, 40 + 4 * names.length]
  const ordinals = nameTable + 4 * names.length
  let end = ordinals + 2 * names.length
  const texts: [number, string][] = []
  const place = (text: string): number => {
    const at = end
    texts.push([at, text])
    end += text.length + 1
    return at
  }
  const libraryName = place(library)
  const nameOffsets = names.map(place)
  const exportBytes = end
  end = upTo(end, 16)
  const codes = names.map((name) => {
    const code = [...Array.from({ length: functions[name] ?? 0 }, () => popOne).flat(), ret]
    const at = end
    end += code.length
    return { at, code }
  })
  const bytes = Buffer.alloc(upTo(end, fileAlignment))
  const fields: readonly [number, number][] = [
    [12, section + libraryName],
    [16, 1],
    [20, names.length],
    [24, names.length],
    [28, section + addresses],
    [32, section + nameTable],
    [36, section + ordinals],
  ]
  for (const [at, value] of fields) bytes.writeUInt32LE(value, at)
  names.forEach((_name, index) => {
    bytes.writeUInt32LE(section + (codes[index]?.at ?? 0), addresses + 4 * index)
    bytes.writeUInt32LE(section + (nameOffsets[index] ?? 0), nameTable + 4 * index)
    bytes.writeUInt16LE(index, ordinals + 2 * index)
  })
  for (const [at, text] of texts) bytes.write(text, at, 'latin1')
  for (const { at, code } of codes) bytes.set(code, at)
  return { bytes, exportBytes }
}

/** `functions`: how many arguments each takes off the stack. */
export const stubPlugin = (library: string, functions: Readonly<Record<string, number>>): Buffer => {
  const { bytes, exportBytes } = contentOf(library, functions)
  const header = Buffer.alloc(fileAlignment)
  const signature = 0x80
  const optional = signature + 24
  const table = optional + 240
  header.write('MZ')
  header.writeUInt32LE(signature, 0x3c)
  header.write('PE\0\0', signature)
  header.writeUInt16LE(0x8664, signature + 4)
  header.writeUInt16LE(1, signature + 6)
  header.writeUInt16LE(240, signature + 20)
  // Executable, large addresses, a library.
  header.writeUInt16LE(0x2022, signature + 22)
  const words: readonly [number, number][] = [
    [0, 0x20b],
    [40, 6],
    [48, 6],
    [68, 2],
  ]
  const doubles: readonly [number, number][] = [
    [4, bytes.length],
    [20, section],
    [32, section],
    [36, fileAlignment],
    [56, section + upTo(bytes.length, section)],
    [60, fileAlignment],
    [108, 16],
    [112, section],
    [116, exportBytes],
  ]
  for (const [at, value] of words) header.writeUInt16LE(value, optional + at)
  for (const [at, value] of doubles) header.writeUInt32LE(value, optional + at)
  header.writeBigUInt64LE(0x1_8000_0000n, optional + 24)
  header.write('.text', table)
  const sectionFields: readonly [number, number][] = [
    [8, bytes.length],
    [12, section],
    [16, bytes.length],
    [20, fileAlignment],
    [36, 0x6000_0020],
  ]
  for (const [at, value] of sectionFields) header.writeUInt32LE(value, table + at)
  return Buffer.concat([header, bytes])
}
