import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findChromium } from '../../../scripts/chromium.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-chromium-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const program = (name: string): string => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '#!/bin/sh\n')
  chmodSync(path, 0o755)
  return path
}
const browsers = () => join(folder, 'browsers')

test('the one that is named comes first', () => {
  const path = program('mine')
  program('browsers/chromium-1000/chrome-linux64/chrome')
  expect(findChromium({ CHROMIUM_PATH: path, PLAYWRIGHT_BROWSERS_PATH: browsers(), PATH: folder })).toEqual({ path, from: 'CHROMIUM_PATH' })
})

test('one that is named and cannot be run is not passed over in silence', () => {
  program('chromium')
  expect(findChromium({ CHROMIUM_PATH: join(folder, 'missing'), PATH: folder })).toBeUndefined()
})

test('of Playwright’s own the newest comes before what is installed', () => {
  program('browsers/chromium-999/chrome-linux/chrome')
  const path = program('browsers/chromium-1000/chrome-linux64/chrome')
  program('chromium')
  expect(findChromium({ PLAYWRIGHT_BROWSERS_PATH: browsers(), PATH: folder })).toEqual({ path, from: 'playwright' })
})

test('chromium comes before chrome and edge', () => {
  program('microsoft-edge')
  program('google-chrome')
  const path = program('chromium')
  expect(findChromium({ PLAYWRIGHT_BROWSERS_PATH: browsers(), PATH: folder })).toEqual({ path, from: 'installed' })
})
