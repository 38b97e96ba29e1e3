/**
 * kill -9 at every step boundary and in the middle of every step, on the simulated server: the points are found, not listed. After
 * each one Undo leaves the server as it was, Resume finishes, and an Uninstall that is cut down goes on.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import type { Job } from '../../windows/programs/killed-setup.ts'
import { serverOf, type SetupBench, startSetupBench } from './setup-bench.ts'

/** `all`, or `some` for a selection of the undos. Takes minutes, so it runs when asked for: KILL_POINTS=some npm run integration. */
const asked = process.env['KILL_POINTS']
const everyPoint = asked === 'all'
/** Milliseconds: every point is two processes and a server of its own, several seconds each on a machine that does other things too. */
const limit = everyPoint ? 3_600_000 : 600_000
/** One process; longer is no slow machine but something that waits for ever. */
const processLimit = 180_000
let bench: SetupBench
const folder = resolve('out', 'killed-setup')
const program = join(folder, 'killed-setup.js')

beforeAll(async () => {
  if (asked === undefined) return
  // Bundled, because one process a point starts ten times as fast so.
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
afterAll(async () => {
  if (asked !== undefined) await bench.stop()
}, 180_000)

let jobs = 0
const run = async (job: Omit<Job, 'connectionFile'>) => {
  const file = join(folder, `job-${(jobs += 1)}.json`)
  writeFileSync(file, JSON.stringify({ ...job, connectionFile: bench.controlPlane.connectionFile }))
  const child = spawn(process.execPath, [program, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: processLimit,
    killSignal: 'SIGABRT',
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  rmSync(file)
  return { code, signal, said }
}

const token = async () => (await bench.token()).reveal()
const pointsIn = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [])
const active = async () =>
  (await bench.controlPlane.store.connectors.list(bench.demo.organization.id, { limit: 200 })).items.filter(
    ({ revokedAt }) => revokedAt === null,
  )
/** Folders above ours stay; everything else must be as it was. */
const withoutParents = ({ model, files }: ReturnType<typeof serverOf>) => ({
  model,
  files: Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'Program Files' && name !== 'ProgramData')),
})
const freshServer = async () => {
  const state = bench.folder()
  const engine = await bench.engine(state)
  await engine.close()
  return { state, before: withoutParents(serverOf(state)) }
}

/** Begins the work anew, each time ended at the first point that none before it reached, until it comes to its end. */
const untilItEnds = async (state: string, work: Job['work']): Promise<string[]> => {
  const points = join(folder, `points-${(jobs += 1)}`)
  for (;;) {
    const before = pointsIn(points).length
    const authorized = work === 'install' ? { token: await token(), onSeenBefore: 'replace' as const } : {}
    const { code, signal, said } = await run({ work, state, points, ...authorized })
    if (signal !== 'SIGKILL') {
      expect(code, said).toBe(0)
      return pointsIn(points)
    }
    expect(pointsIn(points)).toHaveLength(before + 1)
  }
}

describe.skipIf(asked === undefined)('kill -9', () => {
  let points: string[] = []

  it(
    'at every point, each time resumed: installed and connected in the end; an uninstall cut down as often leaves nothing',
    { timeout: limit },
    async () => {
      const { state, before } = await freshServer()
      const started = performance.now()
      points = await untilItEnds(state, 'install')
      for (const step of ['programFolder', 'dataFolder', 'service', 'eventSource', 'enroll', 'settings', 'firewall', 'startService'])
        for (const point of [`${step} begun`, `${step} verified`]) expect(points).toContain(point)
      expect(points.length).toBeGreaterThan(60)
      expect(await active()).toHaveLength(1)
      expect((await bench.run(['test', '--state', state])).output).toMatch(/^Working/)
      const back = await untilItEnds(state, 'uninstall')
      expect(back.length).toBeGreaterThan(15)
      expect(withoutParents(serverOf(state))).toEqual(before)
      expect(await active()).toEqual([])
      process.stdout.write(`Ended at ${points.length} and ${back.length} points in ${Math.round((performance.now() - started) / 1000)} s\n`)
    },
  )

  it(
    'at every boundary and at every third point between (KILL_POINTS=all: at all), then undone: the server is as it was',
    { timeout: limit },
    async () => {
      expect(points).not.toEqual([])
      const undone = async (until: string) => {
        const { state, before } = await freshServer()
        const cut = await run({ work: 'install', state, until, token: await token(), onSeenBefore: 'replace' })
        expect(cut.signal, `${until}: ${cut.said}`).toBe('SIGKILL')
        const { code, said } = await run({ work: 'uninstall', state })
        // A registration that was asked for and never answered is the console's to remove; everything on the machine is taken back.
        if (code !== 0) expect(said, until).toMatch(/"CW3003".*"left":1,.*Connector registration/)
        expect(withoutParents(serverOf(state)), until).toEqual(before)
      }
      const waiting = points.filter((point, index) => everyPoint || / (begun|verified)$/.test(point) || index % 3 === 0)
      const worker = async () => {
        for (let until = waiting.pop(); until !== undefined; until = waiting.pop()) await undone(until)
      }
      const [started, count] = [performance.now(), waiting.length]
      // One at a time: another enrollment of the same machine would replace this one.
      await worker()
      process.stdout.write(`${count} of ${points.length} points undone in ${Math.round((performance.now() - started) / 1000)} s\n`)
      for (const { id } of await active()) await bench.controlPlane.store.connectors.revoke(bench.demo.organization.id, id, new Date())
    },
  )
})
