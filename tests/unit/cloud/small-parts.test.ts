import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countAttempts } from '../../../cloud/api/attempts.ts'
import { statusOf } from '../../../cloud/api/problem.ts'
import { groupAuditWrites } from '../../../cloud/audit-writer.ts'
import { Remembered } from '../../../cloud/remembered.ts'
import { parseArguments } from '../../../cloud/command-line.ts'
import { createLog, withoutSecrets } from '../../../cloud/log.ts'
import { authorityOf, readTarget } from '../../../cloud/resource-target.ts'
import { newId } from '../../../cloud/store/identifiers.ts'
import { credentialHash, newCredential } from '../../../cloud/store/secrets.ts'

describe('arguments of the server', () => {
  it('have defaults', () => {
    expect(parseArguments([])).toMatchObject({
      ok: true,
      value: { port: 8443, host: '127.0.0.1', demo: false, json: false, logLevel: 'info', auditDays: 400 },
    })
    expect(parseArguments(['--relay', 'a=https://x.example', '--relay', 'b=https://y.example:8443/'])).toMatchObject({
      value: {
        relays: [
          { name: 'a', url: 'https://x.example' },
          { name: 'b', url: 'https://y.example:8443' },
        ],
      },
    })
    expect(parseArguments(['--help'])).toEqual({ ok: true, value: 'help' })
  })
  it.each([
    [['--port', '70000'], '--port'],
    [['--port', '-1'], '--port'],
    [['--port', 'x'], '--port'],
    [['--nonsense'], '--nonsense'],
    [['--demo', '--nonsense'], '--nonsense'],
    [['--demo', '--audit-days', '-3'], '--audit-days'],
    [['--demo', '--data'], '--data'],
    [['word'], 'word'],
    [['--public-url', 'http://x.example'], '--public-url'],
    [['--public-url', 'https://x.example/path'], '--public-url'],
    [['--public-url', 'x'], '--public-url'],
    [['--relay', 'https://relay.example'], '--relay'],
    [['--relay', 'relay-1=http://relay.example'], '--relay'],
    [['--relay', 'a=https://x.example', '--relay', 'a=https://y.example'], '--relay'],
    [['--tls-cert', 'a.pem'], '--tls-key'],
    [['--tls-key', 'a.pem'], '--tls-cert'],
    [['--log-level', 'loud'], '--log-level'],
    [['--administrator', 'nobody'], '--administrator'],
    [['--organization', ' '], '--organization'],
    [['--audit-days', '0'], '--audit-days'],
    [['--audit-days', 'forever'], '--audit-days'],
  ])('%j are refused by name', (argv, argument) => {
    expect(parseArguments(argv)).toMatchObject({ ok: false, failure: { code: 'CW7008', values: { argument } } })
  })
  it('never throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('--port', '--data', '--json', '--', '--port=', '-x')), { maxLength: 6 }),
        (argv) => {
          expect(parseArguments(argv)).toHaveProperty('ok')
        },
      ),
    )
  })
})

describe('targets', () => {
  it('keep what they say', () => {
    expect(readTarget({ protocol: 'tcp', target: 'db.example:5432' })).toEqual({ ok: true, value: { host: 'db.example', port: 5432 } })
    const six = readTarget({ protocol: 'tcp', target: '[fd00::1]:22' })
    expect(six.ok && authorityOf(six.value)).toBe('[fd00::1]:22')
    expect(readTarget({ protocol: 'web', target: 'https://intranet.example' })).toMatchObject({ value: { port: 443 } })
    expect(readTarget({ protocol: 'web', target: 'http://[::1]:8080/' })).toMatchObject({ value: { host: '::1', port: 8080 } })
  })
  it('of any text are read or refused, never thrown', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('tcp' as const, 'web' as const),
        fc.oneof(
          fc.string(),
          fc.string().map((name) => `https://${name}`),
          fc.string().map((name) => `${name}:443`),
        ),
        (protocol, target) => {
          const read = readTarget({ protocol, target })
          if (read.ok) expect(read.value.port).toBeGreaterThan(0)
          else expect(read.failure.code).toBe('CW5004')
        },
      ),
    )
  })
})

describe('the log', () => {
  it('takes secrets out by name and by look', () => {
    const lines: string[] = []
    const log = createLog('info', (line) => lines.push(line))
    const token = newCredential('cwe').reveal()
    const key = newCredential('cws').reveal()
    log.info(
      { topic: 'x', password: 'hunter2', inner: { authorization: 'Bearer abc' }, url: `/x?t=${token}` },
      `with ${key} and Enrollment abcdefghij`,
    )
    const [line = ''] = lines
    for (const secret of ['hunter2', 'Bearer abc', token, key, 'abcdefghij']) expect(line).not.toContain(secret)
    expect(JSON.parse(line)).toMatchObject({ level: 'info', topic: 'x' })
    expect(JSON.parse(line)).toHaveProperty('run')
  })
  it('takes the values of a failed query out of its message and stack', () => {
    const lines: string[] = []
    const error = Object.assign(new Error('Failed query: select $1\nparams: anna@contoso.example,"x\\y'), {
      params: ['anna@contoso.example'],
    })
    createLog('info', (line) => lines.push(line)).error({ err: error, stack: error.stack }, 'failed')
    expect(lines[0]).not.toContain('anna')
    expect(lines[0]).toContain('select $1')
    expect(JSON.parse(lines[0] ?? '')).toHaveProperty('err.stack', expect.stringContaining('small-parts.test'))
  })
  it('leaves other text alone', () => {
    expect(withoutSecrets('connector con_01 came')).toBe('connector con_01 came')
  })
})

describe('attempts', () => {
  it('are counted by key within their time, and never fill the memory', () => {
    let now = 0
    const attempts = countAttempts(2, 1_000, () => now, 3)
    attempts.failed('a')
    expect(attempts.wait('a')).toBe(0)
    attempts.failed('a')
    expect(attempts.wait('a')).toBe(1)
    expect(attempts.wait('b')).toBe(0)
    now = 1_000
    expect(attempts.wait('a')).toBe(0)
    for (const key of ['b', 'c', 'd', 'e']) attempts.failed(key)
    attempts.failed('b')
    expect(attempts.wait('b')).toBe(0)
    attempts.failed('e')
    expect(attempts.wait('e')).toBe(1)
  })
})

describe('audit entries', () => {
  const entry = (object: string) => ({
    organizationId: newId('org'),
    actor: 'a',
    action: 'b',
    object,
    outcome: 'done' as const,
    values: {},
  })
  it('that come together are written together, in order', async () => {
    const groups: string[][] = []
    const writer = groupAuditWrites(async (entries) => void groups.push(entries.map(({ object }) => object)))
    await Promise.all(['1', '2', '3', '4'].map((object) => writer.record(entry(object))))
    expect(groups.flat()).toEqual(['1', '2', '3', '4'])
    expect(groups.length).toBeLessThan(4)
  })
  it('that may wait go with the next that may not, and by themselves when nobody comes', async () => {
    const groups: string[][] = []
    const writer = groupAuditWrites(async (entries) => void groups.push(entries.map(({ object }) => object)))
    const waited = writer.record(entry('1'), true)
    await Promise.all([writer.record(entry('2'), true), writer.record(entry('3'))])
    expect(groups).toEqual([['1', '2', '3']])
    await waited
    await writer.record(entry('4'), true)
    expect(groups).toEqual([['1', '2', '3'], ['4']])
    const last = writer.record(entry('5'), true)
    await writer.settled()
    expect(groups.at(-1)).toEqual(['5'])
    await last
  })
  it('reject when they could not be written, and the next ones are tried again', async () => {
    let broken = true
    const writer = groupAuditWrites(async () => {
      if (broken) throw new Error('disk full')
    })
    await expect(writer.record(entry('1'))).rejects.toThrow('disk full')
    broken = false
    await writer.record(entry('2'))
    await writer.settled()
  })
})

describe('remembered answers', () => {
  it('are asked for once, until something is changed or a minute is over', async () => {
    let now = 0
    let stored: string | undefined = 'old'
    const asked: string[] = []
    const memory = new Remembered<string>(() => now)
    const get = (key: string) =>
      memory.get(key, async () => {
        asked.push(key)
        return stored
      })
    expect([await get('a'), await get('a'), await get('b')]).toEqual(['old', 'old', 'old'])
    expect(asked).toEqual(['a', 'b'])
    stored = 'new'
    memory.forget()
    expect(await get('a')).toBe('new')
    stored = undefined
    now = 60_000
    expect(await get('a')).toBeUndefined()
    stored = 'back'
    expect(await get('a')).toBe('back')
  })
  it('that were under way during a change are not kept', async () => {
    const memory = new Remembered<string>(() => 0)
    const slow = memory.get('a', async () => {
      memory.forget()
      return 'from before'
    })
    expect(await slow).toBe('from before')
    expect(await memory.get('a', async () => 'from after')).toBe('from after')
  })
})

describe('credentials', () => {
  it('are long, unlike each other and kept as hashes only', () => {
    const made = newCredential('cwe')
    expect(made.reveal()).toMatch(/^cwe_[A-Za-z0-9_-]{43}$/)
    expect(made.reveal()).not.toBe(newCredential('cwe').reveal())
    expect(credentialHash(made)).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify({ made })).toBe('{"made":"[secret]"}')
  })
})

describe('problem documents', () => {
  it('are 500 only for defects', () => {
    expect(statusOf('CW9001')).toBe(500)
    expect(statusOf('CW5003')).toBe(404)
  })
})
