import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MarkerLines, type Message } from '../../../../../../setup/host/windows/powershell/marker-lines.ts'

const marker = '@@0123456789abcdef01234567'
const lines = [
  `${marker} {"t":"hello","mode":"FullLanguage","version":"5.1.1"}`,
  'PROFILE NOISE',
  `\u001b[?1h${marker} {"t":"start","s":"roles"}`,
  `${marker} {"t":"section","s":"roles","ok":true,"warnings":[],"data":{"installed":["Web-Server"]}}`,
  `${marker} {"t":"sec`,
  `${marker} {"t":"section","s":"x","ok":"yes"}`,
  `${marker} {"t":"end"}`,
]
const kinds = ['hello', 'start', 'section', 'end']

test('our lines are found wherever the pieces are cut and however lines end', () => {
  fc.assert(
    fc.property(fc.constantFrom('\n', '\r\n'), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (end, sizes) => {
      const text = lines.join(end) + end
      const reader = new MarkerLines(marker)
      const found: Message[] = []
      for (let at = 0, i = 0; at < text.length; i++) {
        const size = sizes[i % sizes.length] ?? 1
        found.push(...reader.read(text.slice(at, at + size)))
        at += size
      }
      expect(found.map(({ t }) => t)).toEqual(kinds)
      expect(reader.noise).toBe(3)
    }),
  )
})

test('UTF-16 in either order is read', () => {
  for (const swapped of [false, true]) {
    const bytes = Buffer.from(`${lines.join('\n')}\n`, 'utf16le')
    const reader = new MarkerLines(marker)
    expect(reader.read((swapped ? bytes.swap16() : bytes).toString('utf8')).map(({ t }) => t)).toEqual(kinds)
  }
})

test('a marker of another command is noise', () => {
  const reader = new MarkerLines(marker)
  expect(reader.read('@@ffffffffffffffffffffffff {"t":"end"}\n')).toEqual([])
  expect(reader.noise).toBe(1)
})

test('a line is held until it ends, and is too long above 8 MB', () => {
  const reader = new MarkerLines(marker)
  for (let mebibytes = 0; mebibytes < 8; mebibytes++) expect(reader.read('x'.repeat(1024 * 1024))).toEqual([])
  expect(reader.overflowed).toBe(false)
  reader.read('x')
  expect(reader.overflowed).toBe(true)
  reader.read('\n')
  expect(reader.overflowed).toBe(false)
})
