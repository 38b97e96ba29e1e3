import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Journal, type JournalEntry, parseJournal } from '../../../../setup/install/journal.ts'
import { viewJournal } from '../../../../setup/install/journal-view.ts'
import { makePlan } from '../../../../setup/install/plan.ts'
import { newWorld, sampleInputs, samplePayload, stepThatMakes } from '../../../fakes/install-sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'causeway-journal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const freshPath = () => join(folder, `${(count += 1)}`, 'journal.jsonl')
const now = () => new Date('2026-01-02T03:04:05.678Z')

const world = newWorld()
const steps = [stepThatMakes('programFolder', ['a', 'b'], world), stepThatMakes('service', ['c'], world)]
const begun: JournalEntry = { is: 'begun', plan: makePlan(steps, sampleInputs, samplePayload), inputs: sampleInputs }
const entries: JournalEntry[] = [
  begun,
  { is: 'applying', action: 'programFolder' },
  { is: 'changing', action: 'programFolder', change: { kind: 'file', what: 'a' }, before: { existed: false } },
  { is: 'changing', action: 'programFolder', change: { kind: 'file', what: 'Größe – 大小' }, before: { existed: true } },
  { is: 'learnt', action: 'enroll', facts: { connectorId: 'con_1' } },
  { is: 'applied', action: 'programFolder', milliseconds: 12 },
  { is: 'failed', action: 'service', failure: { code: 'CW3011', values: { what: 'x', reason: 'y' } }, milliseconds: 3 },
  { is: 'undoing', why: 'failed' },
  { is: 'takenBack', action: 'programFolder', what: 'a' },
  { is: 'ended', how: 'undone' },
]

const written = (list: readonly JournalEntry[]) => {
  const path = freshPath()
  const journal = Journal.open(path, now)
  if (!journal.ok) throw new Error(journal.failure.code)
  for (const entry of list) journal.value.append(entry)
  journal.value.close()
  return path
}
const open = (path: string) => {
  const journal = Journal.open(path, now)
  if (!journal.ok) throw new Error(journal.failure.code)
  return journal.value
}

describe('a journal', () => {
  it('gives back what was written, in a file that only its owner can read', () => {
    const path = written(entries)
    expect(open(path).lines.map(({ entry }) => entry)).toEqual(entries)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('is empty where there is no file, and does not make one by being read', () => {
    const path = freshPath()
    expect(open(path).lines).toEqual([])
    expect(existsSync(path)).toBe(false)
  })

  it('reads a prefix of the entries from every truncation, and goes on from there', { timeout: 30_000 }, () => {
    const whole = readFileSync(written(entries))
    const ends = [...whole.keys()].filter((at) => whole[at] === 0x0a).map((at) => at + 1)
    for (let length = 0; length <= whole.length; length += 1) {
      const parsed = parseJournal(whole.subarray(0, length), 'journal')
      const complete = ends.filter((end) => end <= length).length
      expect(parsed.ok && parsed.value.lines.length, `after ${length} bytes`).toBe(complete)
      expect(parsed.ok && parsed.value.lines.map(({ entry }) => entry)).toEqual(entries.slice(0, complete))
    }
    for (const length of [0, 1, whole.length - 1, (ends[3] ?? 0) - 1, (ends[3] ?? 0) + 5]) {
      const torn = join(folder, `torn-${length}`)
      writeFileSync(torn, whole.subarray(0, length))
      const journal = open(torn)
      const kept = journal.lines.length
      journal.append(kept === 0 ? begun : { is: 'resumed' })
      journal.close()
      expect(open(torn).lines).toHaveLength(kept + 1)
    }
  })

  it('is damaged, and says in which line, when a byte before the last line changes', { timeout: 30_000 }, () => {
    const whole = readFileSync(written(entries))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ change
        const parsed = parseJournal(bytes, 'the file')
        if (parsed.ok) {
          // Only the end of the last line can go: it is then a line that was never finished.
          expect(at).toBe(whole.length - 1)
          expect(parsed.value.lines).toHaveLength(entries.length - 1)
        } else expect(parsed.failure).toMatchObject({ code: 'CW3006', values: { file: 'the file' } })
      }),
      { numRuns: 400 },
    )
  })

  it('notices a line that was removed, doubled or moved', () => {
    const lines = readFileSync(written(entries), 'utf8').trimEnd().split('\n')
    const damaged = [
      lines.toSpliced(3, 1),
      lines.toSpliced(3, 0, lines[3] ?? ''),
      lines.toSpliced(2, 2, lines[3] ?? '', lines[2] ?? ''),
      lines.slice(1),
    ]
    for (const each of damaged)
      expect(parseJournal(Buffer.from(`${each.join('\n')}\n`), 'j')).toMatchObject({ ok: false, failure: { code: 'CW3006' } })
  })

  it('refuses arbitrary bytes without throwing, and leaves them as they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const parsed = parseJournal(Buffer.from(bytes), 'j')
        expect(parsed.ok ? parsed.value.lines : parsed.failure.code).toEqual(parsed.ok ? [] : 'CW3006')
      }),
    )
    const path = written(entries)
    appendFileSync(path, 'not a line\n{"n":11}\n')
    const before = readFileSync(path)
    expect(Journal.open(path, now)).toMatchObject({ ok: false, failure: { code: 'CW3006', values: { line: entries.length + 1 } } })
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses a journal larger than any real one', () => {
    const path = join(folder, 'large')
    writeFileSync(path, Buffer.alloc(9 * 1024 * 1024))
    expect(Journal.open(path, now)).toMatchObject({ ok: false, failure: { code: 'CW3006' } })
  })

  it('sets an ended run aside when the next one begins', () => {
    const path = written(entries)
    const journal = open(path)
    journal.startAfresh()
    journal.append(begun)
    journal.close()
    expect(open(path).lines).toHaveLength(1)
    expect(readFileSync(`${path}.previous`, 'utf8').trimEnd().split('\n')).toHaveLength(entries.length)
  })

  it('never holds more changes taken back than made, whatever order facts come in', () => {
    const action = fc.constantFrom('programFolder' as const, 'service' as const)
    const what = fc.constantFrom('a', 'b', 'c')
    const entry: fc.Arbitrary<JournalEntry> = fc.oneof(
      fc.record({
        is: fc.constant('changing' as const),
        action,
        change: fc.record({ kind: fc.constant('file' as const), what }),
        before: fc.constant({ existed: false }),
      }),
      fc.record({ is: fc.constant('takenBack' as const), action, what }),
      fc.record({ is: fc.constant('applying' as const), action }),
      fc.constant({ is: 'undoing' as const, why: 'asked' as const }),
      fc.constant({ is: 'ended' as const, how: 'undone' as const }),
    )
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (list) => {
        const at = now().toISOString()
        const view = viewJournal([begun, ...list].map((each, n) => ({ n, at, entry: each })))
        for (const { changes } of view?.actions.values() ?? [])
          expect(changes.filter(({ takenBack }) => takenBack).length).toBeLessThanOrEqual(changes.length)
      }),
    )
  })
})
