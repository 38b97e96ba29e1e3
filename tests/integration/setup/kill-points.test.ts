/**
 * kill -9 at every step boundary and in the middle of every step, on the simulated server: the points are found, not listed. After
 * each one Undo leaves the server as it was and Resume finishes; a Resume and an Uninstall that are cut down go on.
 *
 * What is killed is a process of set-up as it is built. What it left is gone on with by an engine that has nothing but that folder:
 * everything else that the process had is gone with it. So one end serves twice: the folder is copied when the process is dead, and
 * one is undone, the other resumed. Only where the connector service runs already, another server is ended at the same point: its
 * process has no copy.
 */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { build } from 'vite'
import { allChecks } from '../../../setup/checks/catalogue.ts'
import { builtProduct } from '../../built-product.ts'
import type { Job } from '../../windows/programs/killed-setup.ts'
import { installWith, serverOf, type SetupBench, startSetupBench } from './setup-bench.ts'

/** At every point there is, which takes several times as long: KILL_POINTS=all npm run integration -- kill-points. */
const everyPoint = process.env['KILL_POINTS'] === 'all'
const limit = everyPoint ? 3_600_000 : 900_000
/** One process; longer is no slow machine but something that waits for ever. */
const processLimit = 180_000
const lanes = 2
let bench: SetupBench
const folder = resolve('out', 'killed-setup')
const program = join(folder, 'killed-setup.js')

beforeAll(async () => {
  const built = build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['koffi'] },
    build: {
      ssr: resolve('tests/windows/programs/killed-setup.ts'),
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { external: [/^koffi(\/|$)/, /^node:/], platform: 'node' },
    },
  })
  ;[bench] = await Promise.all([startSetupBench(), built])
}, 180_000)
afterAll(() => bench.stop(), 180_000)

let jobs = 0
const run = async (job: Omit<Job, 'connectionFile' | 'programs'>) => {
  const file = join(folder, `job-${(jobs += 1)}.json`)
  writeFileSync(file, JSON.stringify({ ...job, connectionFile: bench.controlPlane.connectionFile, programs: builtProduct } satisfies Job))
  const child = spawn(process.execPath, [program, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: processLimit,
    killSignal: 'SIGABRT',
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  rmSync(file)
  return { code, signal, said }
}

const token = async () => (await bench.token()).reveal()
const pointsIn = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [])
const activeAs = async (name: string) =>
  (await bench.controlPlane.store.connectors.list(bench.demo.organization.id, { limit: 200 })).items.filter(
    (connector) => connector.revokedAt === null && connector.name === name,
  )
/** Folders above ours stay; everything else must be as it was. */
const stateOf = (state: string) => {
  const { model, files } = serverOf(state)
  return { model, files: Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'Program Files' && name !== 'ProgramData')) }
}
/** A machine of its own for the cloud: none replaces the registration of another. */
const freshServer = async () => {
  const state = bench.folder()
  await (await bench.engine(state)).close()
  const file = join(state, 'server.json')
  const guid = /"MachineGuid": \{[^}]*"value": "([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1]
  if (guid === undefined) throw new Error('no MachineGuid')
  writeFileSync(file, readFileSync(file, 'utf8').replace(guid, randomUUID()))
  return { state, before: stateOf(state) }
}
/** Of the connector service of a server, whoever began them. */
const processesOf = (state: string) =>
  readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${state}/`)
    } catch {
      // Ended meanwhile.
      return false
    }
  })
const expectNoProcess = (state: string, after: string) => vi.waitFor(() => expect(processesOf(state), after).toEqual([]))
const serviceRuns = (state: string) => readFileSync(join(state, 'server.json'), 'utf8').includes('"mark"')
const firstCheck = allChecks.filter(({ id }) => id === 'host.os-version')

/** All points of an installation, and those that are tried: every boundary and the middle of every step. */
const findPoints = async () => {
  const { state } = await freshServer()
  const points = new Set<string>()
  const engine = await bench.engine(state, { checks: firstCheck, reached: (point) => points.add(point) })
  await installWith(engine, await bench.token())
  const all = [...points]
  await engine.call('uninstall', {})
  expect(await engine.installEnd()).toBeUndefined()
  const steps = all.flatMap((point) =>
    point.endsWith(' begun') && all.includes(point.replace(/begun$/, 'verified')) ? [point.slice(0, -6)] : [],
  )
  const chosen = steps.flatMap((step) => {
    const inside = all.slice(all.indexOf(`${step} begun`), all.indexOf(`${step} verified`) + 1)
    return [...new Set([inside[0], inside[Math.floor(inside.length / 2)], inside.at(-1)])].filter((point) => point !== undefined)
  })
  return { all, steps, tried: everyPoint ? all : chosen }
}

/** Begins the work anew, each time ended at the first point that none before it reached, until it comes to its end. */
const untilItEnds = async (state: string, work: Job['work'], only: string): Promise<string[]> => {
  const points = join(folder, `points-${(jobs += 1)}`)
  for (;;) {
    const before = pointsIn(points).length
    const authorized = work === 'install' ? { token: await token(), onSeenBefore: 'replace' as const, connectorName: 'CUT' } : {}
    const { code, signal, said } = await run({ work, state, points, only, ...authorized })
    if (signal !== 'SIGKILL') {
      expect(code, said).toBe(0)
      return pointsIn(points)
    }
    expect(pointsIn(points)).toHaveLength(before + 1)
  }
}

describe.concurrent('kill -9', () => {
  it(
    'at a point, and again when it is resumed, and again: connected in the end; an uninstall cut down as often leaves nothing',
    { timeout: limit },
    async () => {
      const started = performance.now()
      const { state, before } = await freshServer()
      const points = await untilItEnds(state, 'install', everyPoint ? '' : ' begun$')
      expect(points.length).toBeGreaterThanOrEqual(10)
      expect(await activeAs('CUT')).toHaveLength(1)
      expect((await bench.run(['test', '--state', state])).output).toMatch(/^Working/)
      // The service's files are many, and all alike.
      const back = await untilItEnds(state, 'uninstall', everyPoint ? '' : String.raw`^(?!C:\\.*\\connector\\.*\.(js|wasm) )|host\.js`)
      expect(back.length).toBeGreaterThan(15)
      expect(stateOf(state)).toEqual(before)
      await expectNoProcess(state, 'uninstall')
      expect(await activeAs('CUT')).toEqual([])
      process.stdout.write(`Ended at ${points.length} and ${back.length} points in ${Math.round((performance.now() - started) / 1000)} s\n`)
    },
  )

  it(
    'at every boundary and in the middle of every step (KILL_POINTS=all: at every point), then undone, and resumed',
    { timeout: limit },
    async () => {
      const started = performance.now()
      const { all, steps, tried } = await findPoints()
      expect(steps).toEqual([
        ...['programFolder', 'dataFolder', 'service', 'eventSource', 'enroll', 'settings', 'firewall', 'startService', 'waitForChannel'],
        'roundTrip',
      ])
      expect(all.length).toBeGreaterThan(60)
      const cutAt = async (until: string, connectorName: string) => {
        const server = await freshServer()
        const cut = await run({ work: 'install', state: server.state, until, token: await token(), connectorName })
        expect(cut.signal, `${until}: ${cut.said}`).toBe('SIGKILL')
        return server
      }
      const ended = async (state: string, call: 'undoInstall' | 'resumeInstall' | 'uninstall', until: string) => {
        const engine = await bench.engine(state, { checks: firstCheck })
        if (call === 'resumeInstall') {
          await engine.presetTried()
          expect((await engine.useToken(await bench.token())).ok, until).toBe(true)
        }
        if (call !== 'uninstall') expect(engine.snapshot.install.is, until).toBe('interrupted')
        expect(await engine.call(call, {}), until).toEqual({ ok: true, value: {} })
        const failure = await engine.installEnd()
        const { is } = engine.snapshot.install
        await engine.close()
        return { is, failure }
      }
      const tryPoint = async (until: string, name: string) => {
        const undone = await cutAt(until, name)
        const resumed = serviceRuns(undone.state) ? await cutAt(until, `${name}-R`) : { ...undone, state: bench.folder() }
        const sameMachine = resumed.before === undone.before
        if (sameMachine) cpSync(undone.state, resumed.state, { recursive: true })

        expect(await ended(resumed.state, 'resumeInstall', until), until).toEqual({ is: 'installed', failure: undefined })
        expect(await activeAs(sameMachine ? name : `${name}-R`), until).toHaveLength(1)

        const { failure } = await ended(undone.state, 'undoInstall', until)
        // A registration that was asked for and never answered is the console's to remove; everything on the machine is taken back.
        if (failure !== undefined)
          expect(failure, until).toMatchObject({ code: 'CW3003', values: { left: 1, reason: 'Connector registration in Munich' } })
        expect(stateOf(undone.state), until).toEqual(undone.before)
        await expectNoProcess(undone.state, until)
        const asksForEnd = all.indexOf(until) > all.findIndex((point) => point.startsWith('enroll learns asked, connectorId'))
        if (asksForEnd) expect(await activeAs(name), until).toEqual([])

        expect((await ended(resumed.state, 'uninstall', until)).failure, until).toBeUndefined()
        expect(stateOf(resumed.state), until).toEqual(resumed.before)
        await expectNoProcess(resumed.state, until)
        expect(await activeAs(name), until).toEqual([])
      }
      const waiting = tried.map((point, index) => [point, `P${index}`] as const)
      const lane = async () => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await tryPoint(...next)
      }
      const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
      for (const end of ends) if (end.status === 'rejected') throw end.reason
      const seconds = Math.round((performance.now() - started) / 1000)
      process.stdout.write(`${tried.length} of ${all.length} points undone and resumed in ${seconds} s\n`)
    },
  )
})
