/** The control plane as a program: start, ready line, stop, what it says when its data folder cannot be used. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConnectionFile } from '../../../contract/connection-file.ts'
import { Discovery } from '../../../contract/control-plane-api.ts'
import { Agent, request } from 'undici'

const program = join(import.meta.dirname, '../../../cloud/server.ts')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-server-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Started {
  child: ChildProcess
  /** The JSON line; absent when the program ended without one. */
  line: Record<string, unknown> | undefined
  errors: () => string
  /** Settles when the program has ended and everything that it said has been read. */
  closed: Promise<unknown>
}

const start = async (...argv: string[]): Promise<Started> => {
  const child = spawn(process.execPath, [program, '--port', '0', '--json', ...argv], { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (errors += piece))
  const lines = createInterface(child.stdout)
  const line = await Promise.race([once(lines, 'line'), once(lines, 'close')])
  return {
    child,
    line: line.length === 0 ? undefined : (JSON.parse(String(line[0])) as Record<string, unknown>),
    errors: () => errors,
    closed,
  }
}
const ended = async ({ child, closed }: Started): Promise<number | string | null> => {
  await closed
  return child.exitCode ?? child.signalCode
}
const stop = (started: Started, signal: NodeJS.Signals): Promise<number | string | null> => {
  started.child.kill(signal)
  return ended(started)
}

describe('a data folder', { timeout: 180_000 }, () => {
  it('serves one program at a time, survives a stop and a kill, and keeps what it holds', async () => {
    const data = join(folder, 'demo')
    const first = await start('--data', data, '--demo')
    expect(first.line, first.errors()).toMatchObject({ ready: true, demo: { account: { email: 'demo@contoso.example' } } })
    const file = ConnectionFile.parse(JSON.parse(await readFile(join(data, 'causeway.connection.json'), 'utf8')))
    const agent = new Agent({ connect: { ca: file.certificateAuthorities.join('') } })
    const answer = await request(`${file.controlPlane}/.well-known/causeway`, { dispatcher: agent })
    expect(Discovery.parse(await answer.body.json()).api).toBe(`${file.controlPlane}/v1`)
    await agent.destroy()
    expect((await stat(data)).mode & 0o077).toBe(0)

    const second = await start('--data', data, '--demo')
    expect(second.line).toMatchObject({ ready: false, code: 'CW5011', values: { pid: first.child.pid } })
    expect(await ended(second)).toBe(1)
    expect(second.errors()).toMatch(/^CW5011: /m)

    expect(await stop(first, 'SIGTERM')).toBe(0)
    expect(await readdir(data)).not.toContain('control-plane.lock')
    const again = await start('--data', data, '--demo')
    expect(again.line).toMatchObject({
      ready: true,
      demo: { organization: (first.line as { demo: { organization: object } }).demo.organization },
    })
    const secrets = again.line as { demo: { account: { password: string }; serviceKey: string; enrollmentToken: string } }
    for (const secret of [secrets.demo.account.password, secrets.demo.serviceKey, secrets.demo.enrollmentToken])
      expect(again.errors()).not.toContain(secret)

    expect(await stop(again, 'SIGKILL')).toBe('SIGKILL')
    const after = await start('--data', data, '--demo')
    expect(after.line).toMatchObject({ ready: true })
    expect(await stop(after, 'SIGINT')).toBe(0)
  })

  it('that is damaged is named and left as it is', async () => {
    const whole = join(folder, 'demo')
    const data = join(folder, 'damaged')
    await cp(whole, data, { recursive: true })
    const key = join(data, 'certificate-authority', 'authority.key')
    const good = await readFile(key)
    await writeFile(key, 'not a key')
    const badKey = await start('--data', data, '--demo')
    expect(badKey.line).toMatchObject({ ready: false, code: 'CW5012', values: { file: key } })
    expect(await ended(badKey)).toBe(1)
    expect(await readFile(key, 'utf8')).toBe('not a key')
    await writeFile(key, good)

    await rm(join(data, 'database', 'PG_VERSION'))
    const badDatabase = await start('--data', data, '--demo')
    expect(badDatabase.line).toMatchObject({ ready: false, code: 'CW5012', values: { file: join(data, 'database', 'PG_VERSION') } })
    expect(await readdir(join(data, 'database'))).not.toContain('PG_VERSION')
    expect(await readdir(data)).not.toContain('control-plane.lock')
    await cp(join(whole, 'database', 'PG_VERSION'), join(data, 'database', 'PG_VERSION'))

    await writeFile(join(data, 'database', 'global', 'pg_control'), 'x'.repeat(8192))
    const badControl = await start('--data', data, '--demo')
    expect(badControl.line).toMatchObject({ ready: false, code: 'CW5012', values: { file: join(data, 'database') } })
    expect(await ended(badControl)).toBe(1)
    expect(badControl.errors()).not.toMatch(/\n\s+at /)
  })

  it('without demo data gets an organization, and a link for its first administrator until that has a password', async () => {
    const data = join(folder, 'real')
    const started = await start('--data', data, '--organization', 'Fabrikam', '--administrator', 'Admin@fabrikam.example')
    expect(started.line).toMatchObject({
      ready: true,
      firstAdministratorLink: expect.stringMatching(/\/sign-in\/first\/\S{20,}$/) as string,
    })
    expect(started.line).not.toHaveProperty('demo')
    expect(await stop(started, 'SIGTERM')).toBe(0)
    const demo = await start('--data', data, '--demo')
    expect(demo.line).toMatchObject({ ready: false, code: 'CW5005' })
    expect(await ended(demo)).toBe(1)
  })
})

describe('bad arguments', () => {
  it.each([
    [['--nonsense'], '--nonsense'],
    [['--tls-cert', 'x.pem'], '--tls-key'],
  ])('%j are named on standard error with exit code 3', async (argv, name) => {
    const started = await start(...argv)
    expect(await ended(started)).toBe(3)
    expect(started.errors()).toContain('CW7008')
    expect(started.errors()).toContain(name)
  })

  it('that name files which are not there are named too', async () => {
    const missing = join(folder, 'missing.pem')
    const started = await start('--data', join(folder, 'tls'), '--tls-cert', missing, '--tls-key', join(folder, 'missing.key'))
    expect(started.line).toMatchObject({ ready: false, code: 'CW7005', values: { file: missing } })
    expect(await ended(started)).toBe(1)
  })

  it('that name a port in use are named before a database is made', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const data = join(folder, 'port')
    const started = await start('--data', data, '--port', String(port))
    taken.close()
    expect(started.line).toMatchObject({ ready: false, code: 'CW5015', values: { address: `127.0.0.1:${port}` } })
    expect(await ended(started)).toBe(1)
    expect(started.errors()).toContain('--port')
    expect(await readdir(data)).toEqual(['certificate-authority'])
  })
})
