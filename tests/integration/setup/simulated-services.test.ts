/** Services of the simulated server that are real processes of this machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Host, type ServiceConfiguration } from '../../../setup/host/host-writer.ts'
import { findByMark, isAlive, identify, markVariable } from '../../../setup/host/simulated/service-process.ts'
import { newFolder, simulatedServer } from '../../unit/setup/host/simulated-bench.ts'

const signal = new AbortController().signal
const name = 'CausewayConnector'
const configuration: ServiceConfiguration = {
  name,
  displayName: name,
  description: '',
  command: ['C:\\x.exe'],
  account: 'LocalSystem',
  start: 'manual',
}
const stays = 'setInterval(() => undefined, 1000)'
const runs = (script: string) => ({ [name]: { command: [process.execPath, '-e', script] } })

const servers: Host[] = []
afterEach(async () => {
  for (const { writer } of servers.splice(0)) await writer.stopService(name, signal)
})
const serverWith = async (script: string, folder = newFolder(), more: object = {}): Promise<Host> => {
  const host = simulatedServer('healthy-2022', {
    folder,
    serviceCommands: { [name]: { ...runs(script)[name], command: [process.execPath, '-e', script], ...more } },
  })
  await host.writer.createService(configuration)
  servers.push(host)
  return host
}
const pidOf = async ({ reader }: Host): Promise<number> => {
  const service = await reader.service(name)
  return service.is === 'known' ? (service.value.pid ?? 0) : 0
}

describe('a service that is a process', () => {
  it('starts, is seen running with its process, and stops', async () => {
    const host = await serverWith(stays)
    expect(await host.writer.startService(name, signal)).toEqual({ ok: true, value: { changed: true } })
    expect(await host.writer.startService(name, signal)).toEqual({ ok: true, value: { changed: false } })
    const pid = await pidOf(host)
    expect(isAlive(identify(pid))).toBe(true)
    expect(await host.writer.deleteService(name)).toMatchObject({ ok: false, failure: { code: 'CW3011' } })
    expect(await host.writer.stopService(name, signal)).toEqual({ ok: true, value: { changed: true } })
    expect(await host.writer.stopService(name, signal)).toEqual({ ok: true, value: { changed: false } })
    expect(identify(pid).startedAt).toBeUndefined()
    expect(await host.writer.deleteService(name)).toEqual({ ok: true, value: { changed: true } })
  })

  it('says why it did not start, with its last words', async () => {
    const host = await serverWith("console.error('port is taken'); process.exit(3)", newFolder(), { ready: () => Promise.resolve(false) })
    expect(await host.writer.startService(name, signal)).toMatchObject({
      ok: false,
      failure: { code: 'CW3007', values: { reason: 'ended with exit code 3' }, detail: 'port is taken' },
    })
    expect(await host.reader.service(name)).toMatchObject({ value: { state: 'stopped' } })
    const missing = simulatedServer('healthy-2022', { serviceCommands: { [name]: { command: ['/no/such/program'] } } })
    await missing.writer.createService(configuration)
    expect(await missing.writer.startService(name, signal)).toMatchObject({ ok: false, failure: { code: 'CW3007' } })
  })

  it('counts as started when it says that it is ready', async () => {
    const folder = newFolder()
    const file = join(folder, 'ready')
    const host = await serverWith(`require('node:fs').writeFileSync(${JSON.stringify(file)}, ''); ${stays}`, folder, {
      ready: () => Promise.resolve(existsSync(file)),
    })
    expect(await host.writer.startService(name, signal)).toMatchObject({ ok: true })
    expect(existsSync(file)).toBe(true)
  })

  it('that a killed set-up began is waited for, and not begun a second time', async () => {
    const folder = newFolder()
    const file = join(folder, 'begun')
    const script = `require('node:fs').appendFileSync(${JSON.stringify(file)}, 'x'); ${stays}`
    const asked = Promise.withResolvers<undefined>()
    const neverReady = async () => {
      if (existsSync(file)) asked.resolve(undefined)
      return false
    }
    const first = await serverWith(script, folder, { ready: neverReady })
    const starting = first.writer.startService(name, signal)
    await asked.promise
    // As a set-up leaves it that ends now: begun, and not yet running.
    const next = await serverWith(script, folder, { ready: () => Promise.resolve(true) })
    const pid = await pidOf(next)
    expect(await next.reader.service(name)).toMatchObject({ value: { state: 'starting' } })
    expect(await next.writer.startService(name, signal)).toEqual({ ok: true, value: { changed: true } })
    expect(await next.reader.service(name)).toMatchObject({ value: { state: 'running', pid } })
    expect(readFileSync(file, 'utf8')).toBe('x')
    await next.writer.stopService(name, signal)
    expect(await starting).toMatchObject({ ok: false })
  })

  it('is seen stopped when its process was killed, and starts again', async () => {
    const host = await serverWith(stays)
    await host.writer.startService(name, signal)
    const pid = await pidOf(host)
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(async () => expect(await host.reader.service(name)).toMatchObject({ value: { state: 'stopped' } }))
    expect(await host.writer.startService(name, signal)).toEqual({ ok: true, value: { changed: true } })
    expect(await pidOf(host)).not.toBe(pid)
  })

  it('outlives set-up and is found again', async () => {
    const folder = newFolder()
    await (await serverWith(stays, folder)).writer.startService(name, signal)
    const again = await serverWith(stays, folder)
    expect(await again.reader.service(name)).toMatchObject({ value: { state: 'running' } })
    expect(await again.writer.stopService(name, signal)).toEqual({ ok: true, value: { changed: true } })
  })

  it('is found by its mark when set-up died before it could write down the process', async () => {
    const mark = `${name}:0123456789abcdef`
    const child = spawn(process.execPath, ['-e', stays], { env: { ...process.env, [markVariable]: mark }, stdio: 'ignore' })
    await once(child, 'spawn')
    await vi.waitFor(() => expect(findByMark(mark)?.pid).toBe(child.pid))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(findByMark(mark)).toBeUndefined()
  })
})

describe('kill -9 in the middle of changes', () => {
  it('leaves the state before or the state after, never a mixture', async () => {
    const folder = newFolder()
    simulatedServer('healthy-2022', { folder })
    const script = `
      import { StateStore } from ${JSON.stringify(join(import.meta.dirname, '../../../setup/host/simulated/state-store.ts'))}
      const store = new StateStore(${JSON.stringify(folder)})
      process.stdout.write('go')
      for (let i = 1; ; i += 1) store.change((state) => { state.machine.name = 'N' + i; state.programs = Array.from({ length: 500 }, (_, n) => ({ name: 'N' + i, version: String(n), publisher: 'x'.repeat(100) })) })
    `
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await once(child.stdout, 'data')
      const before = readFileSync(join(folder, 'server.json'), 'utf8')
      await vi.waitFor(() => expect(readFileSync(join(folder, 'server.json'), 'utf8')).not.toBe(before), { interval: 1 + round })
      child.kill('SIGKILL')
      await once(child, 'exit')
      const { reader } = simulatedServer('healthy-2022', { folder })
      const machine = await reader.section('machine', signal)
      const programs = await reader.section('programs', signal)
      const called = machine.name.is === 'known' ? machine.name.value : ''
      expect(called).toMatch(/^N\d+$/)
      expect(programs.all.is === 'known' ? programs.all.value.map((p) => p.name) : []).toEqual(Array.from({ length: 500 }, () => called))
      expect(readdirSync(folder).filter((file) => file.endsWith('.new'))).toEqual([])
    }
  })
})
