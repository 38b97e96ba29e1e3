import fc from 'fast-check'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { languageMemory, nearestLanguage } from '../../../main/preferences.ts'
import { readableLog } from '../../fakes/silent-log.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-preferences-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (system: readonly string[] = ['en-US']) => {
  const { log, lines } = readableLog()
  return { memory: languageMemory(join(folder, 'below', 'preferences.json'), system, log), lines }
}
const plant = (content: string | Buffer): void => {
  mkdirSync(join(folder, 'below'), { recursive: true })
  writeFileSync(join(folder, 'below', 'preferences.json'), content)
}

test.each([
  [['zh-Hans-CN', 'en-US'], 'zh-CN'],
  [['zh-TW'], 'zh-CN'],
  [['de-DE', 'zh-CN'], 'zh-CN'],
  [['fr-FR'], 'en'],
  [[], 'en'],
])('of the system languages %j the nearest is %s', (system, nearest) => {
  expect(nearestLanguage(system)).toBe(nearest)
})

test('what is chosen holds at the next start', () => {
  open().memory.remember('zh-CN')
  const { memory, lines } = open()
  expect([memory.language, lines]).toEqual(['zh-CN', []])
})

test('a damaged file counts as none, is said in the log, and is mended by the next choice', () => {
  plant('{"schema":"causeway.pref')
  const { memory, lines } = open(['zh-CN'])
  expect(memory.language).toBe('zh-CN')
  expect(lines).toMatchObject([{ code: 'CW7004' }])
  memory.remember('en')
  expect(JSON.parse(readFileSync(join(folder, 'below', 'preferences.json'), 'utf8'))).toMatchObject({ language: 'en' })
})

test('where it cannot be kept, it holds until the end', () => {
  writeFileSync(join(folder, 'below'), 'a file where a folder should be')
  const { memory, lines } = open()
  memory.remember('zh-CN')
  expect(memory.language).toBe('zh-CN')
  expect(lines).toMatchObject([{ code: 'CW7009' }])
})

test('whatever the file holds, there is a language', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.string(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      ),
      (content) => {
        plant(content)
        expect(['en', 'zh-CN']).toContain(open().memory.language)
      },
    ),
  )
})
