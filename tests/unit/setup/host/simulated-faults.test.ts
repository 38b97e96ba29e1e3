/** What goes wrong on a server while set-up changes it: a full disk, a file that somebody holds, a service that will not go. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Host } from '../../../../setup/host/host-writer.ts'
import { loadProfile } from '../../../../setup/host/simulated/profile.ts'
import { openSimulatedHost } from '../../../../setup/host/simulated/simulated-host.ts'
import { type ServerState } from '../../../../setup/host/simulated/model.ts'

let folder: string
let host: Host
const file = 'C:\\Program Files\\Causeway\\host.js'
const local = () => join(folder, 'files', 'Program Files', 'Causeway', 'host.js')
const change = (apply: (state: ServerState) => void) => {
  const path = join(folder, 'server.json')
  const state = JSON.parse(readFileSync(path, 'utf8')) as ServerState
  apply(state)
  writeFileSync(path, JSON.stringify(state))
}
const connector = {
  name: 'CausewayConnector',
  displayName: 'Causeway Connector',
  description: '',
  command: ['C:\\Program Files\\Causeway\\node.exe'],
  account: 'NT SERVICE\\CausewayConnector',
  start: 'automatic' as const,
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-faults-'))
  const profile = loadProfile('healthy-2022', join('tests', 'servers'))
  if (!profile.ok) throw new Error(profile.failure.code)
  const opened = openSimulatedHost({ profile: profile.value, folder })
  if (!opened.ok) throw new Error(opened.failure.code)
  host = opened.value
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a full disk', () => {
  it('is CW3016 with the file, and leaves what stood there', async () => {
    expect(await host.writer.writeFile(file, 'old', 'inherited')).toMatchObject({ ok: true })
    change(({ disk }) => (disk.freeBytes = 10))
    expect(await host.writer.writeFile(file, 'a new and longer content', 'inherited')).toMatchObject({
      ok: false,
      failure: { code: 'CW3016', values: { file } },
    })
    expect(readFileSync(local(), 'utf8')).toBe('old')
    expect(existsSync(`${local()}.new`)).toBe(false)
  })
})

describe('a file that a program holds', () => {
  beforeEach(async () => {
    await host.writer.writeFile(file, 'old', 'inherited')
    change(({ held }) => held.paths.push(file))
  })

  it('is tried again until a virus scanner lets go', async () => {
    const written = host.writer.writeFile(file, 'new', 'inherited')
    change(({ held }) => (held.paths = []))
    expect(await written).toEqual({ ok: true, value: { changed: true } })
    expect(readFileSync(local(), 'utf8')).toBe('new')
  })

  it('is CW3017 with its name when nobody lets go, and stays as it is', { timeout: 20_000 }, async () => {
    const [written, removed, removedAbove] = await Promise.all([
      host.writer.writeFile(file, 'new', 'inherited'),
      host.writer.removeFile(file),
      host.writer.removeFolder('C:\\Program Files\\Causeway'),
    ])
    for (const answer of [written, removed, removedAbove]) expect(answer).toMatchObject({ ok: false, failure: { code: 'CW3017' } })
    expect(written).toMatchObject({ failure: { values: { file } } })
    expect(readFileSync(local(), 'utf8')).toBe('old')
  })
})

describe('a service that a program holds open', () => {
  it('is CW3015 when it is deleted, and when it is made anew before it is gone', async () => {
    await host.writer.createService(connector)
    change(({ held }) => held.services.push('CausewayConnector'))
    const refused = { ok: false, failure: { code: 'CW3015', values: { service: 'CausewayConnector' } } }
    expect(await host.writer.deleteService('CausewayConnector')).toMatchObject(refused)
    expect(await host.writer.createService(connector)).toMatchObject(refused)
  })
})
