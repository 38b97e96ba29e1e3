/** docs/proof.md names only what exists: files, npm scripts, lines of the proof on Windows. All lines of that are on the page. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const page = read('docs/proof.md')
const names = [...page.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name)
const lines = [...read('scripts/verify-on-windows.ps1').matchAll(/Test-Line '([\w.-]+)'/g)].map(([, id = '']) => id)
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))

test('files', () => {
  const files = names.filter((name) => /^(tests|scripts)\//.test(name))
  expect(files.length).toBeGreaterThan(40)
  expect(files.filter((name) => !existsSync(join(root, name)))).toEqual([])
})

test('npm scripts', () => {
  const asked = [...page.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
  expect(asked.length).toBeGreaterThan(8)
  expect(asked.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
})

test('lines of the proof on Windows', () => {
  const kinds = new Set(lines.map((id) => id.split('.')[0]))
  const named = names.filter((name) => /^[a-z]+\.[a-z-]+$/.test(name) && kinds.has(name.split('.')[0]))
  expect(named.filter((name) => !lines.includes(name))).toEqual([])
  // Whether it is clean beforehand, and what the script itself needs, prove no function.
  expect(lines.filter((id) => !/^(before|run)\./.test(id) && !named.includes(id))).toEqual([])
})
