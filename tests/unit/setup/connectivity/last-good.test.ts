import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LastGood, type Run } from '../../../../contract/run-comparison.ts'
import { LastGoodFile } from '../../../../setup/connectivity/last-good.ts'

let folder: string
const path = () => join(folder, 'last-good.json')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'last-good-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (setup = '0.1.0'): Run => ({
  at: '2026-11-20T10:00:00.000Z',
  versions: { setup, system: 'Windows Server 2022' },
  checks: [{ id: 'host.clock', outcome: 'pass' }],
})

describe('the last good run', () => {
  test('is none at first, and each half is replaced by itself', () => {
    const file = new LastGoodFile(folder)
    expect(file.read()).toEqual({ ok: true, value: { schema: 'causeway.last-good/1' } })
    expect(file.store('test', run('1')).ok && file.store('checks', run('2')).ok && file.store('test', run('3')).ok).toBe(true)
    expect(new LastGoodFile(folder).read()).toMatchObject({
      value: { test: { versions: { setup: '3' } }, checks: { versions: { setup: '2' } } },
    })
  })

  test('a file cut anywhere, or any bytes, are a clear outcome and are written over', () => {
    const file = new LastGoodFile(folder)
    file.store('test', run())
    const whole = readFileSync(path())
    const cut = fc.integer({ min: 0, max: whole.length - 2 }).map((length) => whole.subarray(0, length))
    fc.assert(
      fc.property(
        fc.oneof(
          cut,
          fc.uint8Array({ maxLength: 300 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          writeFileSync(path(), bytes)
          const read = file.read()
          if (read.ok) LastGood.parse(read.value)
          else expect(read.failure).toMatchObject({ code: 'CW7004', values: { file: path() } })
          expect(file.store('checks', run()).ok).toBe(true)
          expect(file.read().ok).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('neither reads nor writes more than its bound', () => {
    const file = new LastGoodFile(folder)
    writeFileSync(path(), `"${'x'.repeat(600_000)}"`)
    expect(file.read()).toMatchObject({ ok: false, failure: { code: 'CW7004' } })
    const rows = Array.from({ length: 600 }, (_, index) => ({
      endpoint: `r${index}`,
      layer: 'tls' as const,
      state: 'pass' as const,
      values: {},
      evidence: [{ label: 'chain', value: 'x'.repeat(1000) }],
    }))
    const report = {
      schema: 'causeway.connectivity-report/1' as const,
      server: { name: 's', system: 's', simulated: true },
      at: '2026-11-20T10:00:00.000Z',
      endpoints: [],
      rows,
      roundTrip: { samples: [], sent: 0, lost: 0, reconnects: 0 },
      path: [],
      diagnosis: { is: 'testing' as const },
    }
    expect(file.store('test', { ...run(), report })).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    expect(readFileSync(path(), 'utf8')).toContain('xxx')
  })
})
