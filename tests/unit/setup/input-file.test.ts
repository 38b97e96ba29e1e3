import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParametersFile } from '../../../contract/parameters-file.ts'
import { readConnectionFile, readParametersFile } from '../../../setup/input-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-input-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'input.json')
const written = (content: string | Uint8Array) => {
  writeFileSync(file, content)
  return file
}

const parameters = { schema: 'causeway.parameters/1', controlPlane: 'https://control.example' }

describe('a parameters file', () => {
  it('is read with its defaults, also with a byte order mark as Windows editors write it', () => {
    expect(readParametersFile(written(`\uFEFF${JSON.stringify(parameters)}`))).toEqual({
      ok: true,
      value: { ...parameters, labels: [], proxy: 'system', overrides: [] },
    })
  })

  it.each([
    ['', /not JSON/, ''],
    ['{"schema":', /not JSON/, ''],
    ['[]', /expected object/i, ''],
    [JSON.stringify({ ...parameters, schema: 'causeway.parameters/9' }), /causeway.parameters\/1/, 'schema'],
    [JSON.stringify({ ...parameters, controlPlane: 'http://control.example' }), /URL/i, 'controlPlane'],
    [JSON.stringify({ ...parameters, token: 'secret' }), /token/, ''],
    [JSON.stringify({ ...parameters, labels: [{ key: 'UPPER', value: 'x' }] }), /./, 'labels[0].key'],
    [JSON.stringify({ ...parameters, overrides: [{ check: 'host.nothing', reason: 'because' }] }), /./, 'overrides[0].check'],
    [JSON.stringify({ ...parameters, location: { id: 'x' } }), /./, 'location'],
    [Buffer.from([0xff, 0xfe, 0x7b, 0x00]), /UTF-8/, ''],
    [Buffer.alloc(2 * 1024 * 1024, 0x20), /larger/, ''],
  ])('%j is refused with file, place and reason', (content, reason, at) => {
    const read = readParametersFile(written(content))
    expect(read).toMatchObject({ ok: false, failure: { code: 'CW7001', values: { file } } })
    if (read.ok) return
    expect(String(read.failure.values['reason'])).toMatch(reason)
    expect(String(read.failure.values['at'])).toContain(at)
  })

  it('is refused when it is missing or a folder', () => {
    expect(readParametersFile(join(folder, 'nothing'))).toMatchObject({
      failure: { code: 'CW7001', values: { reason: 'cannot be read (ENOENT)' } },
    })
    mkdirSync(join(folder, 'folder'))
    expect(readParametersFile(join(folder, 'folder'))).toMatchObject({ failure: { code: 'CW7001', values: { reason: 'not a file' } } })
  })

  it('never throws, whatever it holds', { timeout: 30_000 }, () => {
    const value = fc.record(Object.fromEntries(Object.keys(ParametersFile.shape).map((key) => [key, fc.anything()])), { requiredKeys: [] })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
          value.map((each) => Buffer.from(JSON.stringify(each) ?? '')),
        ),
        (content) => {
          const read = readParametersFile(written(content))
          if (!read.ok) expect(read.failure.code).toBe('CW7001')
        },
      ),
      { numRuns: 100 },
    )
  })

  it('has its schema published as it is', () => {
    const published: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'parameters.schema.json'), 'utf8'),
    )
    expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(ParametersFile, { io: 'input' }))))
  })
})

describe('a connection file', () => {
  const connection = { schema: 'causeway.connection/1', controlPlane: 'https://control.example', certificateAuthorities: [] as string[] }

  it('is read', () => {
    expect(readConnectionFile(written(JSON.stringify(connection)))).toMatchObject({ ok: true, value: connection })
  })

  it.each([
    [{ ...connection, extra: 1 }, ''],
    [{ ...connection, controlPlane: 'https://' }, 'controlPlane'],
    [{ ...connection, certificateAuthorities: ['x'] }, 'certificateAuthorities[0]'],
    [
      { ...connection, certificateAuthorities: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] },
      'certificateAuthorities[0]',
    ],
    [{ ...connection, organization: { id: 'org_x', name: 'y' } }, 'organization.id'],
  ])('%j is refused with its place', (content, at) => {
    const read = readConnectionFile(written(JSON.stringify(content)))
    expect(read).toMatchObject({ ok: false, failure: { code: 'CW7003', values: { file } } })
    if (!read.ok) expect(String(read.failure.values['at'])).toContain(at)
  })
})
