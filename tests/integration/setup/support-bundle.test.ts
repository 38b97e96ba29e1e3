/** Secrets planted in every place that a collector reads, and looked for in everything that leaves set-up. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BundleManifest } from '../../../contract/support-bundle.ts'
import { assemble } from '../../../setup/assembly.ts'
import { type Engine } from '../../../setup/engine.ts'
import { builtProduct } from '../../built-product.ts'
import { plantedProxyPassword, plantedSecrets, seenIn } from '../../fakes/planted-secrets.ts'
import { snapshotThat } from './setup-bench.ts'

const root = mkdtempSync(join(tmpdir(), 'cwb-'))
const state = join(root, 's')
const data = join(state, 'files', 'ProgramData', 'Causeway')
const profile = join(root, 'planted.json')
const proxyHost = 'proxy.contoso.example:8080'
const ofProxy = plantedProxyPassword('svc', proxyHost)
const secrets = [...plantedSecrets(), ...ofProxy.secrets]
/** Some of every kind, as short as a field allows. */
const wordsFor = (place: number, longest = Infinity) =>
  secrets
    .filter((_, index) => index % 5 === place % 5)
    .map(({ words }) => words)
    .filter((words) => words.length <= longest)

const plant = () => {
  const healthy = JSON.parse(readFileSync('tests/servers/healthy-2022.json', 'utf8')) as {
    services: object[]
    registry: Record<string, object>
  }
  const proxy = { is: 'manual', address: `http://svc:${encodeURIComponent(ofProxy.password)}@${proxyHost}` }
  writeFileSync(
    profile,
    JSON.stringify({
      ...healthy,
      name: 'planted',
      overrides: { proxy: { user: proxy, machine: proxy, service: { is: 'direct' } } },
      clock: { offsetSeconds: 0, source: wordsFor(0, 80)[0] },
      registry: {
        ...healthy.registry,
        'HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\Exclusions\\Paths': Object.fromEntries(
          wordsFor(1, 200).map((words) => [`C:\\x ${words}`, { type: 'dword', value: 0 }]),
        ),
      },
      services: [
        ...healthy.services,
        {
          name: 'CausewayConnector',
          displayName: 'Causeway Connector',
          state: 'stopped',
          start: 'automatic',
          account: 'NT SERVICE\\CausewayConnector',
          command: ['C:\\node.exe', ...wordsFor(2, 4000).slice(0, 40), ...ofProxy.secrets.map(({ words }) => words)],
        },
      ],
    }),
  )
  mkdirSync(join(data, 'logs'), { recursive: true })
  mkdirSync(join(data, 'identity'))
  mkdirSync(join(state, 'logs'), { recursive: true })
  const lines = (text: (words: string) => string) => `${secrets.map(({ words }) => text(words)).join('\n')}\n`
  const logLine = (words: string) => JSON.stringify({ level: 'warn', time: '2026-11-28T14:00:00.000Z', topic: 'channel', msg: words })
  for (const name of ['connector.log', 'connector.log.1', 'connector.log.4']) writeFileSync(join(data, 'logs', name), lines(logLine))
  writeFileSync(join(state, 'logs', 'setup.log.1'), lines(String))
  writeFileSync(
    join(data, 'connector.json'),
    lines((words) => JSON.stringify({ note: words, text: JSON.stringify({ words }) })),
  )
  writeFileSync(join(data, 'identity', 'machine.crt'), lines(String))
  writeFileSync(join(data, 'identity', 'proxy.account'), JSON.stringify({ proxy: proxyHost, user: 'svc', password: ofProxy.password }))
  writeFileSync(
    join(state, 'journal.jsonl'),
    lines((words) => JSON.stringify({ is: 'begun', why: words })),
  )
  writeFileSync(join(state, 'fixes.jsonl'), lines(logLine))
}

const engines: Engine[] = []
const planted = async (): Promise<Engine> => {
  const assembled = await assemble({
    server: profile,
    stateFolder: state,
    connectionFile: undefined,
    connectionFilePath: undefined,
    address: undefined,
    surface: 'commandLine',
    openBrowser: async () => false,
    programs: builtProduct,
  })
  if (!assembled.ok) throw new Error(JSON.stringify(assembled.failure))
  engines.push(assembled.value.engine)
  return assembled.value.engine
}

const textsOf = (zip: Uint8Array) => Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)]))
const collected = async (engine: Engine, names: 'kept' | 'replaced') => {
  await engine.call('collectBundle', { names, language: 'en' })
  const { bundle } = await snapshotThat(engine, ({ bundle: { is } }) => is === 'ready')
  const archive = await engine.call('bundleArchive', {})
  if (bundle.is !== 'ready' || !archive.ok) throw new Error('no bundle')
  return { ...bundle, texts: textsOf(Buffer.from(archive.value.base64, 'base64')) }
}

/** Runs `causeway-setup` and notes the command lines of whatever it starts. */
const run = async (...args: string[]) => {
  const child = spawn(process.execPath, [builtProduct.commandLine, ...args, '--state', state], {
    env: { ...process.env, LANG: 'C', CAUSEWAY_PROXY_PASSWORD: ofProxy.password },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()))
  const commandLines: string[] = []
  const look = setInterval(() => {
    try {
      const children = readFileSync(`/proc/${child.pid ?? 0}/task/${child.pid ?? 0}/children`, 'utf8')
        .trim()
        .split(/\s+/)
      for (const pid of children.filter((one) => one !== '')) commandLines.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    } catch {
      // Ended meanwhile, or there is no /proc here.
    }
  }, 5)
  const [code] = (await once(child, 'close')) as [number | null]
  clearInterval(look)
  return { code, output, commandLines: commandLines.join('\n') }
}

beforeAll(plant)
afterAll(async () => {
  for (const engine of engines) await engine.close()
  rmSync(root, { recursive: true, force: true })
})

describe('the support bundle', () => {
  it('holds none of two hundred planted secrets nor the password of the proxy, nor do snapshot, calls and logs', async () => {
    const engine = await planted()
    const { texts, manifest } = await collected(engine, 'kept')
    expect(Object.keys(texts)).toEqual(
      expect.arrayContaining([
        'summary.txt',
        'checks.json',
        'settings.json',
        'certificate.json',
        'journal.jsonl',
        'fixes.jsonl',
        'host.json',
        'network.json',
        'service.json',
        'versions.json',
        'logs/setup.log',
        'logs/service.log',
        'manifest.json',
        'index.html',
      ]),
    )
    for (const [path, text] of Object.entries(texts)) expect(seenIn(text, secrets), path).toEqual([])
    expect(seenIn(JSON.stringify(engine.snapshot), secrets)).toEqual([])
    const preview = await engine.call('bundleFile', { path: 'logs/service.log', from: 0 })
    expect(preview.ok && preview.value.text).toBe(texts['logs/service.log']?.slice(0, 64 * 1024))
    expect(seenIn(readFileSync(join(state, 'logs', 'setup.log'), 'utf8'), secrets)).toEqual([])
    // Each line of three logs, of two journals and of the configuration had one.
    expect(manifest.files.reduce((sum, file) => sum + file.secrets, 0)).toBeGreaterThan(6 * 200)
  })

  it('says what each collector brought, is labelled, and opens in a browser without loading anything', async () => {
    const { texts } = await collected(await planted(), 'kept')
    const manifest = BundleManifest.parse(JSON.parse(texts['manifest.json'] ?? ''))
    expect(manifest.server).toMatchObject({ simulated: true, profile: 'planted' })
    expect(manifest.collectors.find(({ name }) => name === 'connectivity')?.outcome).toEqual({ is: 'nothing', why: 'noControlPlane' })
    expect(manifest.collectors.find(({ name }) => name === 'eventLog')?.outcome).toEqual({ is: 'nothing', why: 'noEventLog' })
    for (const { path, bytes } of manifest.files) expect(Buffer.byteLength(texts[path] ?? '')).toBe(bytes)
    const page = texts['index.html'] ?? ''
    expect(page).toContain('Simulated server')
    expect(page).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|<img|<link|src=|https?:\/\/[^<]*"/)
    expect(texts['summary.txt']).toContain('Simulated server')
  })

  it('replaces names and addresses by the same words in every file', async () => {
    const { texts, manifest } = await collected(await planted(), 'replaced')
    const all = Object.values(texts).join('\n')
    for (const name of ['CONN-2022', 'contoso.example', 'CONTOSO', 'proxy.contoso'])
      expect(all.toLowerCase(), name).not.toContain(name.toLowerCase())
    expect(manifest.server.name).toBe('server-1')
    expect(texts['summary.txt']).toContain('server-1')
    for (const [path, text] of Object.entries(texts)) expect(seenIn(text, secrets), path).toEqual([])
    expect(JSON.parse(texts['network.json'] ?? '')).toMatchObject({ schema: 'causeway.network-view/1' })
  })

  it('is a command that overwrites nothing and shows no secret on its way', { timeout: 300_000 }, async () => {
    const out = join(root, 'bundle.zip')
    const made = await run('bundle', '--out', out, '--server', profile, '--no-names')
    expect(made.code, made.output).toBe(0)
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(textsOf(readFileSync(out))['manifest.json']).toContain('"names": "replaced"')
    expect(seenIn(made.output + made.commandLines, secrets)).toEqual([])
    const again = await run('bundle', '--out', out, '--server', profile)
    expect(again).toMatchObject({ code: 1, output: expect.stringContaining('CW7009') as string })
    const list = await run('bundle', '--list', '--json', '--server', profile)
    expect(BundleManifest.parse(JSON.parse(list.output)).files.length).toBeGreaterThan(8)
    expect(readdirSync(root).filter((name) => name.endsWith('.zip'))).toEqual(['bundle.zip'])
    const refused = await run('check', '--server', 'x?access_token=Kp7secretword')
    expect(refused.output).toContain('CW7002')
    expect(refused.output).not.toContain('Kp7secretword')
  })
})
