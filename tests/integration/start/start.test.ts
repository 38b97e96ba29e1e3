/** `npm start` without a display and without a terminal, as a person's shell script would run it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'causeway-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly lines: readonly string[]
  readonly errors: string
}

const start = async (...args: string[]): Promise<Ended> => {
  const environment: NodeJS.ProcessEnv = { ...process.env }
  delete environment['DISPLAY']
  delete environment['WAYLAND_DISPLAY']
  const child = spawn(process.execPath, ['scripts/start.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: environment })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, lines: output.trimEnd().split('\n'), errors }
}

describe('npm start without display and terminal', () => {
  it('does the whole job and ends on the round trip', { timeout: 180_000 }, async () => {
    const state = join(folder, 'good')
    const { code, lines, errors } = await start('--state', state)
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(lines.at(-1)).toMatch(/^Working: [\d.]+ ms round trip through relay-1$/)
    expect(lines.at(-2)).toMatch(/Cloud service reached the published resource “echo”: 65536 bytes there and back/)
    expect(lines.join('\n')).toContain('Simulated server')
  })

  it('stops at a domain controller, changes nothing and says why', async () => {
    const state = join(folder, 'domain-controller')
    const { code, lines } = await start('--server', 'domain-controller', '--state', state)
    expect(code).toBe(2)
    expect(lines.join('\n')).toContain('CW1102')
    expect(readdirSync(state, { recursive: true }).filter((name) => String(name).endsWith('connector.json'))).toEqual([])
  })
})

describe('npm start while its control plane starts', () => {
  it('says so, and ends with it when it is interrupted', { timeout: 60_000 }, async () => {
    const state = join(folder, 'interrupted')
    const args = ['scripts/start.ts', '--unattended', '--state', state]
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      child.kill('SIGTERM')
    })
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, output }).toEqual({ code: 130, output: expect.stringMatching(/^Starting a demo control plane; [^\n]+\n$/) as string })
  })

  it('says in words why that cannot start', { timeout: 60_000 }, async () => {
    const state = join(folder, 'blocked')
    mkdirSync(state)
    writeFileSync(join(state, 'cloud'), 'a file where the data folder goes')
    const { code, errors } = await start('--unattended', '--state', state)
    expect(code).toBe(1)
    expect(errors).toMatch(/^CW5012: The data folder cannot be used\n/)
    expect(errors).not.toMatch(/\n\s+at /)
  })
})

describe('arguments of npm start', () => {
  it.each([
    [['--server', 'no-such-server'], /CW7008 --server no-such-server: no such profile/],
    [['--window', '--text'], /exclude each other/],
    [['--sideways'], /CW7008 .*--sideways/],
    [['--unattended', '--control-plane', 'https://control.example'], /needs --token-file/],
    [['--connection-file', '/no/such/file'], /no such file/],
    [['--text'], /needs a terminal/],
  ])('%j is refused in one clear line with exit code 3', async (args, message) => {
    const { code, errors } = await start(...args)
    expect(code).toBe(3)
    expect(errors).toMatch(message)
    expect(errors).not.toMatch(/\n\s+at /)
  })

  it('--help names every option and every profile', async () => {
    const { code, lines } = await start('--help')
    expect(code).toBe(0)
    for (const word of ['--server', '--control-plane', '--stay', '--window', '--text', '--unattended', 'domain-controller'])
      expect(lines.join('\n')).toContain(word)
  })

  it('a garbage profile is refused by name and nothing is changed', async () => {
    const profile = join(folder, 'garbage.json')
    writeFileSync(profile, '{"name": 7')
    const state = join(folder, 'garbage')
    const { code, lines, errors } = await start('--server', profile, '--state', state)
    expect(code).toBe(3)
    expect([...lines, errors].join('\n')).toContain('CW7002')
    expect(existsSync(state)).toBe(false)
  })
})
