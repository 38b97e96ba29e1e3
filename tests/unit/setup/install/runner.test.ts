import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { type Failure, failed, succeeded } from '../../../../contract/error-codes.ts'
import { type ActionRow } from '../../../../contract/install-plan.ts'
import { Journal } from '../../../../setup/install/journal.ts'
import { installStateOf, isLeftBehind, type JournalView, ledgerOf, viewJournal } from '../../../../setup/install/journal-view.ts'
import { InstallRunner } from '../../../../setup/install/runner.ts'
import { type InstallStep } from '../../../../setup/install/step.ts'
import { emptyContext, newWorld, sampleInputs, stepThatMakes, type World } from '../../../fakes/install-sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-runner-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const now = () => new Date('2026-01-02T03:04:05.678Z')
const failure: Failure = failed('CW3011', { what: 'it', reason: 'no' }).failure
const never = new AbortController().signal

const stepsIn = (world: World): InstallStep[] => [
  stepThatMakes('programFolder', ['program', 'program/host.js'], world),
  stepThatMakes('dataFolder', ['data'], world),
  stepThatMakes('service', ['service'], world, 30),
]
const made = ['program', 'program/host.js', 'data', 'service']

const start = (world: World, path = join(folder, `${(count += 1)}`), steps = stepsIn(world), halt = never, clock = now) => {
  const journal = Journal.open(path, clock)
  if (!journal.ok) throw new Error(journal.failure.code)
  const rows: ActionRow[] = []
  const changed = (row?: ActionRow) => {
    if (row !== undefined) rows.push(row)
  }
  const runner = new InstallRunner({
    journal: journal.value,
    steps,
    context: emptyContext,
    now: clock,
    halt,
    log: () => undefined,
    changed,
  })
  const view = (): JournalView => {
    const found = viewJournal(journal.value.lines)
    if (found === undefined) throw new Error('empty')
    return found
  }
  return { runner, rows, view, path, close: () => journal.value.close() }
}

describe('an installation', () => {
  it('makes everything in order and says so', async () => {
    const world = newWorld()
    const { runner, rows, view } = start(world)
    expect(await runner.install(sampleInputs, never)).toEqual({ is: 'installed' })
    expect([...world.things]).toEqual(made)
    expect(ledgerOf(view(), false)).toEqual({ is: 'changed', changes: 4 })
    expect(rows.filter(({ state }) => state.is === 'done').map(({ action }) => action.name)).toEqual([
      'programFolder',
      'dataFolder',
      'service',
    ])
    expect(view().plan.actions.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(100)
  })

  it('goes on while the clock of the server is set, and reads what it wrote', async () => {
    const world = newWorld()
    // A year ahead, back to 1980, and ahead again, at every look.
    const times = ['2027-01-02T03:04:05.678Z', '1980-01-01T00:00:00.000Z', '2026-01-02T03:04:06.000Z']
    let looks = 0
    const jumping = () => new Date(times[(looks += 1) % times.length] ?? '')
    const { runner, path, rows, close } = start(world, undefined, undefined, undefined, jumping)
    expect(await runner.install(sampleInputs, never)).toEqual({ is: 'installed' })
    const took = rows.flatMap(({ state }) => (state.is === 'done' ? [state.milliseconds] : []))
    expect(took).toHaveLength(3)
    for (const milliseconds of took) expect(milliseconds).toBeLessThan(60_000)
    close()
    const again = start(world, path, undefined, undefined, jumping)
    expect(again.view().phase).toEqual({ is: 'installed' })
    expect(await again.runner.undo('asked')).toMatchObject({ is: 'undone' })
    expect([...world.things]).toEqual([])
  })

  it('takes everything back when an action fails, but never what was there before', async () => {
    for (const breaking of made) {
      const world = newWorld('data', 'other')
      world.before = (doing, what) => (doing === 'make' && what === breaking ? failure : undefined)
      const { runner, view } = start(world)
      expect(await runner.install(sampleInputs, never)).toEqual({ is: 'undone', why: 'failed', failure })
      expect([...world.things].toSorted()).toEqual(['data', 'other'])
      const ledger = ledgerOf(view(), false)
      expect(ledger).toMatchObject({ is: 'takenBack' })
      if (ledger.is === 'takenBack') expect(ledger.takenBack).toBe(ledger.made)
    }
  })

  it('goes on past what cannot be taken back, names it, and takes it back when asked again', async () => {
    const world = newWorld()
    world.before = (doing, what) =>
      (doing === 'make' && what === 'service') || (doing === 'undo' && what === 'data') ? failure : undefined
    const { runner, view } = start(world)
    const end = await runner.install(sampleInputs, never)
    expect(end).toMatchObject({ is: 'undone', failure: { code: 'CW3003', values: { left: 1, made: 4, reason: 'data' } } })
    expect([...world.things]).toEqual(['data'])
    expect(isLeftBehind(view())).toBe(true)
    expect(ledgerOf(view(), false)).toEqual({ is: 'interrupted', changes: 1 })
    world.before = () => undefined
    expect(await runner.undo('asked')).toEqual({ is: 'undone', why: 'asked', failure: undefined })
    expect([...world.things]).toEqual([])
  })

  it('leaves the registration in the cloud alone when that is asked for', async () => {
    for (const keepRegistration of [false, true]) {
      const world = newWorld()
      const enroll: InstallStep = {
        ...stepThatMakes('enroll', ['registration'], world),
        apply: ({ change }) =>
          change(
            { kind: 'cloud', what: 'registration' },
            async () => succeeded({}),
            async () => succeeded(world.things.add('registration')),
          ),
      }
      const { runner } = start(world, undefined, [...stepsIn(world), enroll])
      expect(await runner.install(sampleInputs, never)).toEqual({ is: 'installed' })
      expect(await runner.undo('asked', undefined, keepRegistration)).toMatchObject({ is: 'undone' })
      expect([...world.things]).toEqual(keepRegistration ? ['registration'] : [])
    }
  })

  it('treats a step that throws as a defect and still takes everything back', async () => {
    const world = newWorld()
    world.before = (_doing, what) => {
      if (what === 'service') throw new Error('a defect')
      return undefined
    }
    const { runner } = start(world)
    const end = await runner.install(sampleInputs, never)
    expect(end).toMatchObject({ is: 'undone', why: 'failed' })
    expect([...world.things]).toEqual([])
  })

  it('fails when the result is not as the action should leave it', async () => {
    const world = newWorld()
    const lying: InstallStep = {
      ...stepThatMakes('service', ['service'], world),
      verify: async () => failed('CW3011', { what: 'service', reason: 'not there' }),
    }
    const { runner } = start(world, undefined, [lying])
    expect(await runner.install(sampleInputs, never)).toMatchObject({ is: 'undone', failure: { code: 'CW3011' } })
  })

  it('is cancelled between any two changes and leaves nothing', async () => {
    for (const at of made) {
      const world = newWorld()
      const cancel = new AbortController()
      world.before = (doing, what) => {
        if (doing === 'make' && what === at) cancel.abort()
        return undefined
      }
      const { runner, view } = start(world)
      const end = await runner.install(sampleInputs, cancel.signal)
      // What was cancelled during its last action is done: nothing is left to be cancelled.
      if (at === 'service') expect(end).toEqual({ is: 'installed' })
      else {
        expect(end).toMatchObject({ is: 'undone', why: 'cancelled', failure: { code: 'CW3004' } })
        expect([...world.things]).toEqual([])
        expect(installStateOf(view(), undefined)).toMatchObject({ is: 'undone', why: 'cancelled' })
      }
    }
  })

  it('halts after the action at work and is resumed by the next process', async () => {
    const world = newWorld()
    const halt = new AbortController()
    world.before = (_doing, what) => {
      if (what === 'data') halt.abort()
      return undefined
    }
    const first = start(world, undefined, stepsIn(world), halt.signal)
    expect(await first.runner.install(sampleInputs, never)).toEqual({ is: 'halted' })
    first.close()
    expect([...world.things]).toEqual(made.slice(0, 3))
    const second = start(world, first.path)
    expect(installStateOf(second.view(), undefined)).toMatchObject({ is: 'interrupted' })
    expect(await second.runner.resume(never)).toEqual({ is: 'installed' })
    expect([...world.things]).toEqual(made)
  })

  it('repairs only what is no longer as it was left', async () => {
    const world = newWorld()
    const { runner, rows } = start(world)
    await runner.install(sampleInputs, never)
    world.things.delete('data')
    rows.length = 0
    expect(await runner.repair(never)).toEqual({ is: 'installed', redone: 1 })
    expect([...world.things].toSorted()).toEqual(made.toSorted())
    expect(new Set(rows.map(({ action }) => action.name))).toEqual(new Set(['dataFolder']))
  })
})

describe('a look at what is installed', () => {
  it('says what is no longer as it was left, and changes neither the machine nor the journal', async () => {
    const world = newWorld()
    const { runner, path, rows } = start(world)
    await runner.install(sampleInputs, never)
    world.things.delete('data')
    const [things, lines] = [[...world.things], readFileSync(path, 'utf8')]
    rows.length = 0
    const looked = await runner.lookOver(never)
    expect(looked.map(({ action, differs }) => [action.name, differs === undefined])).toEqual([
      ['programFolder', true],
      ['dataFolder', false],
      ['service', true],
    ])
    expect([...world.things]).toEqual(things)
    expect(readFileSync(path, 'utf8')).toBe(lines)
    expect(rows).toEqual([])
  })

  it('is followed by a repair that stops between two actions, and leaves what it has done', async () => {
    const world = newWorld()
    const { runner, view } = start(world)
    await runner.install(sampleInputs, never)
    world.things.delete('program')
    world.things.delete('service')
    const stop = new AbortController()
    world.before = () => {
      stop.abort()
      return undefined
    }
    expect(await runner.repair(stop.signal)).toMatchObject({ is: 'installed', redone: 1, failure: { code: 'CW3023' } })
    expect(world.things.has('program')).toBe(true)
    expect(world.things.has('service')).toBe(false)
    expect(view().phase.is).toBe('installed')
  })
})

describe('a process that ended at any point', () => {
  it('is finished by Resume and taken back by Undo, whatever of the announced changes had happened', { timeout: 60_000 }, async () => {
    const cases = fc.record({
      /** Where the first process failed by itself; absent: nowhere. */
      breaking: fc.option(fc.constantFrom(...made), { nil: undefined }),
      /** Share of the journal's lines that had reached the disk. */
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      present: fc.subarray(['data', 'service']),
      happened: fc.infiniteStream(fc.boolean()),
      resumes: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ breaking, share, present, happened, resumes }) => {
        const before = newWorld(...present)
        before.before = (doing, what) => (doing === 'make' && what === breaking ? failure : undefined)
        const first = start(before)
        await first.runner.install(sampleInputs, never)
        first.close()
        const lines = readFileSync(first.path, 'utf8').trimEnd().split('\n')
        const kept = Math.max(1, Math.round(share * lines.length))
        const path = join(folder, `${(count += 1)}`)
        writeFileSync(path, `${lines.slice(0, kept).join('\n')}\n`)

        const world = newWorld(...present)
        const second = start(world, path)
        if (second.view().phase.is !== 'unfinished') return
        const last = [...second.view().actions.values()].flatMap(({ changes }) => changes).findLast(({ takenBack }) => !takenBack)
        for (const { changes } of second.view().actions.values())
          for (const recorded of changes)
            // Everything announced before the last line has happened; the last one may have.
            if (!recorded.takenBack && (recorded !== last || happened.next().value === true)) world.things.add(recorded.change.what)
        if (resumes) {
          expect(await second.runner.resume(never)).toEqual({ is: 'installed' })
          expect([...world.things].toSorted()).toEqual([...new Set([...made, ...present])].toSorted())
          expect(ledgerOf(second.view(), false)).toEqual({ is: 'changed', changes: made.length })
        } else {
          expect(await second.runner.undo('asked')).toEqual({ is: 'undone', why: 'asked', failure: undefined })
          expect([...world.things].toSorted()).toEqual([...present].toSorted())
        }
        second.close()
      }),
      { numRuns: 50 },
    )
  })
})
