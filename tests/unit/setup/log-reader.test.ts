import { appendFileSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { fits, type LogEntry } from '../../../contract/log-entry.ts'
import { entryOf, readLogs } from '../../../setup/logs/log-reader.ts'

let folder: string
let service: string
const options = () => ({ stateFolder: folder, elevated: true, reader: { localPath: () => service } })
const line = (message: string, second = 0, some: object = {}) =>
  `${JSON.stringify({ level: 'info', time: `2026-11-28T14:00:${String(second).padStart(2, '0')}.000Z`, run: 'run_1', topic: 'channel', msg: message, ...some })}\n`
const messages = (entries: readonly LogEntry[]) => entries.map(({ message }) => message)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cwl-'))
  mkdirSync(join(folder, 'logs'))
  service = join(folder, 'connector.log')
})

describe('both logs', () => {
  it('are read as one by time, and on from where the last question ended', () => {
    writeFileSync(join(folder, 'logs', 'setup.log'), line('first', 1) + line('third', 3))
    writeFileSync(service, line('second', 2))
    const before = readLogs(options(), undefined)
    expect(messages(before.entries)).toEqual(['first', 'second', 'third'])
    expect(readLogs(options(), before.cursor).entries).toEqual([])
    appendFileSync(service, `${line('fourth', 4)}{"half of a li`)
    const after = readLogs(options(), before.cursor)
    expect(messages(after.entries)).toEqual(['fourth'])
    appendFileSync(service, 'ne\n')
    expect(messages(readLogs(options(), after.cursor).entries)).toEqual(['{"half of a line'])
  })

  it('are followed over into a new file', () => {
    writeFileSync(service, line('old', 1))
    const before = readLogs(options(), undefined)
    appendFileSync(service, line('last of the old', 2))
    renameSync(service, `${service}.1`)
    writeFileSync(service, line('first of the new', 3))
    expect(messages(readLogs(options(), before.cursor).entries)).toEqual(['last of the old', 'first of the new'])
  })

  it('begin with the newest of a long file, at the beginning of a line', () => {
    writeFileSync(service, Array.from({ length: 9000 }, (_, number) => line(`line ${number}`)).join(''))
    const { entries } = readLogs(options(), undefined)
    expect(entries.at(-1)?.message).toBe('line 8999')
    expect(entries[0]?.message).toMatch(/^line \d+$/)
    expect(entries.length).toBeLessThan(9000)
  })

  it('that are not there or that are locked say so', () => {
    expect(readLogs(options(), undefined).sources).toEqual([
      { source: 'setup', is: 'absent' },
      { source: 'service', is: 'absent' },
    ])
    mkdirSync(service)
    expect(readLogs(options(), undefined).sources[1]).toMatchObject({ is: 'unreadable', why: 'EISDIR', elevation: false })
  })

  it('show no secret, and take any cursor', () => {
    writeFileSync(service, line('it said password=hunter2secret'))
    for (const cursor of ['', 'x', '{"service":7}', '{"service":{"file":1,"offset":-4}}'])
      expect(messages(readLogs(options(), cursor).entries)).toEqual(['it said password=[secret]'])
  })
})

describe('a line', () => {
  it.each([
    [
      { level: 40, time: 1_764_338_400_000, msg: 'by number' },
      { level: 'warn', at: '2025-11-28T14:00:00.000Z', message: 'by number' },
    ],
    [
      { level: 'fatal', time: 'x', msg: 'm', code: 'CW4010' },
      { level: 'error', more: '{"code":"CW4010"}' },
    ],
  ])('%j is understood', (given, expected) => expect(entryOf('service', JSON.stringify(given))).toMatchObject(expected))

  it('is filtered by level, topic, run, source and words', () => {
    const entry = entryOf('service', line('Session Open', 1, { relay: 'relay-2' }).trim())
    expect(
      [{}, { level: 'info' }, { topic: 'channel' }, { run: 'run_1' }, { source: 'service' }, { text: 'session' }, { text: 'RELAY-2' }].map(
        (filter) => fits(entry, filter as object),
      ),
    ).not.toContain(false)
    expect(
      [{ level: 'warn' }, { topic: 'x' }, { run: 'x' }, { source: 'setup' }, { text: 'x y z' }].map((filter) =>
        fits(entry, filter as object),
      ),
    ).not.toContain(true)
  })
})
