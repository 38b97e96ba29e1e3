import 'reflect-metadata'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicKey, verify } from 'node:crypto'
import { Pkcs10CertificateRequest } from '@peculiar/x509'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseCertificateChain, renewalTimeOf } from '../../../connector/identity/certificate-file.ts'
import { proxyAccountFile } from '../../../connector/identity/proxy-account-file.ts'
import { certificateRequest } from '../../../connector/identity/certificate-request.ts'
import { fingerprintOf } from '../../../connector/identity/fingerprint.ts'
import { ensureGuardedFolder } from '../../../connector/identity/guarded-folder.ts'
import { fileKeyStore } from '../../../connector/identity/key-file.ts'
import { statusAddress } from '../../../connector/identity/status-address.ts'
import { LogFile } from '../../../connector/log-file.ts'
import { createLog } from '../../../connector/log.ts'
import { readConfiguration } from '../../../connector/configuration.ts'
import { readRevoked, writeRevoked } from '../../../connector/revoked-record.ts'
import { processTimes } from '../../../connector/process-times.ts'
import { takeServiceLock } from '../../../connector/service-lock.ts'
import { ConnectorConfiguration } from '../../../contract/local-status-api.ts'
import { Secret } from '../../../contract/secret.ts'
import { connectorIdOf, locationId, organizationId } from '../../fakes/relay-store.ts'

const configuration = ConnectorConfiguration.parse({
  schema: 'causeway.connector/1',
  connectorId: connectorIdOf('a'),
  connectorName: 'CONN-2022',
  organization: { id: organizationId, name: 'Contoso' },
  location: { id: locationId, name: 'Munich' },
  controlPlane: 'https://cloud.contoso.example',
  relays: [{ name: 'relay-1', url: 'https://relay-1.contoso.example' }],
  proxy: { is: 'manual', address: 'http://proxy.contoso.example:8080/', bypass: [] },
  fingerprint: '0'.repeat(64),
  allow: ['10.0.0.0/8'],
})

/** Every seventh place before the end, and the last eight. */
const cuts = (end: number): number[] => Array.from({ length: end }, (_, at) => at).filter((at) => at % 7 === 0 || at >= end - 8)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the key store', () => {
  test('makes a key that only its owner can read, signs with it, and never reuses one it finds', async () => {
    const path = join(folder, 'identity', 'machine.key')
    const store = fileKeyStore(path)
    const first = await store.create()
    if (!first.ok) throw new Error('no key')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'identity')).mode & 0o777).toBe(0o700)
    const read = await store.read()
    if (!read.ok) throw new Error('no key')
    const data = Buffer.from('to be signed')
    const signature = await read.value.sign(data)
    expect(signature).toHaveLength(64)
    const publicKey = createPublicKey({ key: Buffer.from(first.value.publicKey), format: 'der', type: 'spki' })
    expect(verify('sha256', data, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
    const second = await store.create()
    expect(second.ok && Buffer.from(second.value.publicKey).equals(Buffer.from(first.value.publicKey))).toBe(false)
    expect(readdirSync(join(folder, 'identity'))).toEqual(['machine.key'])
  })

  test('refuses keys and folders that others may have planted', async () => {
    const path = join(folder, 'identity', 'machine.key')
    await fileKeyStore(path).create()
    chmodSync(path, 0o640)
    expect(await fileKeyStore(path).read()).toMatchObject({ ok: false, failure: { code: 'CW4002' } })
    chmodSync(path, 0o600)
    linkSync(path, join(folder, 'second-name'))
    expect(await fileKeyStore(path).read()).toMatchObject({ ok: false, failure: { code: 'CW4002' } })
    symlinkSync(join(folder, 'identity'), join(folder, 'linked'))
    expect(await fileKeyStore(join(folder, 'linked', 'machine.key')).create()).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
    mkdirSync(join(folder, 'open'))
    chmodSync(join(folder, 'open'), 0o777)
    expect(await ensureGuardedFolder(join(folder, 'open'))).toMatchObject({ ok: false, failure: { code: 'CW7009' } })
  })

  test('garbage in its place is refused with a code', async () => {
    const path = join(folder, 'machine.key')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 5000 })), async (content) => {
        writeFileSync(path, content, { mode: 0o600 })
        const read = await fileKeyStore(path).read()
        return !read.ok && read.failure.code === 'CW4002'
      }),
      { numRuns: 50 },
    )
  })

  test('its request is signed by it and carries the name as it is', async () => {
    const key = await fileKeyStore(join(folder, 'k')).create()
    if (!key.ok) throw new Error('no key')
    const request = new Pkcs10CertificateRequest(await certificateRequest(key.value, 'Munich 1, O=Contoso'))
    expect(await request.verify()).toBe(true)
    expect(request.subjectName.getField('CN')).toEqual(['Munich 1, O=Contoso'])
  })
})

describe('files of the service', () => {
  test('certificate text of any kind is a certificate or a coded failure', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String().map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`),
        ),
        (text) => {
          const parsed = parseCertificateChain(text, 'file')
          return !parsed.ok && parsed.failure.code === 'CW4002'
        },
      ),
    )
  })
  test('renewal is due at half of a certificate’s life', () => {
    expect(renewalTimeOf({ notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2026-03-31T00:00:00Z') }).toISOString()).toBe(
      '2026-02-14T12:00:00.000Z',
    )
  })
  test('configuration of any kind is one or a coded failure that names the file', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (content) => {
        writeFileSync(join(folder, 'connector.json'), content)
        const read = await readConfiguration(folder)
        return !read.ok && read.failure.code === 'CW4001' && String(read.failure.values['file']).endsWith('connector.json')
      }),
      { numRuns: 50 },
    )
  })
  test('settings cut anywhere are a coded failure that names the file, and stay as they were', async () => {
    const file = join(folder, 'connector.json')
    const whole = `${JSON.stringify(configuration, null, 2)}\n`
    writeFileSync(file, whole)
    expect(await readConfiguration(folder)).toMatchObject({ ok: true, value: { connectorId: configuration.connectorId } })
    // The line feed at the end says nothing.
    for (const cut of cuts(whole.length - 1)) {
      writeFileSync(file, whole.slice(0, cut))
      expect({ cut, read: await readConfiguration(folder) }).toMatchObject({ cut, read: { failure: { code: 'CW4001', values: { file } } } })
      expect(readFileSync(file, 'utf8')).toBe(whole.slice(0, cut))
    }
  })
  test('the account of the proxy cut anywhere is a coded failure that shows none of it', async () => {
    const file = join(folder, 'identity', 'proxy.account')
    await ensureGuardedFolder(join(folder, 'identity'))
    const account = { id: 'a1', proxy: 'proxy.example:8080', user: 'svc', password: new Secret('correct horse') }
    expect(await proxyAccountFile(file).write(account)).toMatchObject({ ok: true })
    expect(await proxyAccountFile(file).read()).toMatchObject({ ok: true, value: { id: 'a1', user: 'svc' } })
    const whole = readFileSync(file)
    for (const cut of cuts(whole.length)) {
      truncateSync(file, cut)
      const read = await proxyAccountFile(file).read()
      expect({ cut, read }).toMatchObject({ cut, read: { failure: { code: 'CW4017', values: { file } } } })
      expect(JSON.stringify(read)).not.toContain('correct')
      writeFileSync(file, whole)
    }
  })
  test('a revocation is about one certificate', async () => {
    await writeRevoked(folder, { serial: 'ab', failure: { code: 'CW4004', values: { by: '' } } })
    expect(await readRevoked(folder, 'ab')).toMatchObject({ code: 'CW4004' })
    expect(await readRevoked(folder, 'cd')).toBeUndefined()
  })
  test('the lock is held by one, and taken over from the dead', async () => {
    const times = await processTimes()
    const path = join(folder, 'service.lock')
    const first = takeServiceLock(path, times)
    expect(first.ok).toBe(true)
    expect(takeServiceLock(path, times)).toMatchObject({ ok: false, failure: { code: 'CW4011', values: { pid: process.pid } } })
    if (first.ok) first.value.release()
    expect(existsSync(path)).toBe(false)
    for (const stale of [
      JSON.stringify({ pid: 2 ** 22 - 1, startedAt: '1' }),
      JSON.stringify({ pid: process.pid, startedAt: 'another start' }),
      'garbage',
    ]) {
      writeFileSync(path, stale)
      const taken = takeServiceLock(path, times)
      expect(taken.ok).toBe(true)
      if (taken.ok) taken.value.release()
    }
    expect(readdirSync(folder)).toEqual([])
  })
  test('the log is split into files of bounded size and few of them', () => {
    const path = join(folder, 'logs', 'connector.log')
    const log = new LogFile({ path, limit: 100, keep: 2 })
    for (let line = 0; line < 30; line += 1) log.write(`line ${String(line).padStart(3, '0')} ${'x'.repeat(20)}\n`)
    log.close()
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['connector.log', 'connector.log.1', 'connector.log.2'])
    for (const name of readdirSync(join(folder, 'logs'))) expect(statSync(join(folder, 'logs', name)).size).toBeLessThanOrEqual(100)
    expect(readFileSync(path, 'utf8')).toContain('line 029')
  })
  test('secrets do not reach the log, by name or by look', () => {
    const lines: string[] = []
    const log = createLog({ level: 'info', runId: 'run_00000000', process: 'worker', write: (line) => lines.push(line) })
    log.info(
      { topic: 'x', proof: 'abc', nested: { token: 'abc' } },
      'Bearer abcdefghijkl eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2lnbmF0dXJl',
    )
    expect(lines.join('')).not.toMatch(/abc|eyJ/)
  })
  test('a deep data folder has a short socket name', () => {
    expect(statusAddress('/srv/causeway')).toBe('/srv/causeway/status.sock')
    const deep = `/srv/${'deep/'.repeat(40)}`
    expect(Buffer.byteLength(statusAddress(deep))).toBeLessThan(100)
    expect(statusAddress(deep)).not.toBe(statusAddress(`${deep}other`))
  })
  test('a fingerprint tells machines apart and does not tell what they are', () => {
    const machine = { machineGuid: 'A', systemUuid: 'B', hostName: 'Server-1' }
    expect(fingerprintOf(machine)).toBe(fingerprintOf({ ...machine, hostName: ' SERVER-1 ' }))
    expect(fingerprintOf(machine)).not.toBe(fingerprintOf({ machineGuid: 'AB', systemUuid: '', hostName: 'Server-1' }))
  })
})
