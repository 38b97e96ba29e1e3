import { expect, test } from 'vitest'
import { checkIds } from '../../../contract/check-catalogue.ts'
import { type CheckRow } from '../../../contract/check-report.ts'
import { type GalleryState } from '../../../renderer/gallery/gallery-state.ts'
import {
  awaited,
  countOutcomes,
  groupOf,
  heldUpBy,
  isDone,
  noteLastPassed,
  runLines,
  shapeOf,
  sortRows,
  weightOf,
} from '../../../renderer/pages/check-server/check-view.ts'
import { states } from '../../../renderer/pages/check-server/states.ts'

const rowsOf = (name: string): readonly CheckRow[] => {
  const state: GalleryState | undefined = states[name]
  if (state === undefined) throw new Error(`no state is called ${name}`)
  return state.snapshot.checks.rows
}
const ids = (rows: readonly CheckRow[]) => rows.map(({ id }) => id)

test('what blocks comes first, then what could not be found out; what is held up stands inside its cause', () => {
  const rows = rowsOf('several-blocked')
  const sorted = sortRows(rows)
  expect(ids(sorted.blocking)).toEqual(['host.clock', 'identity.not-domain-controller', 'host.program-data'])
  expect(ids(sorted.warnings)).toEqual(['host.memory', 'host.windows-update', 'network.proxy-view'])
  expect(sorted.heldUp).toEqual([])
  expect(heldUpBy(rows, 'host.clock')).toEqual(['identity.secure-channel'])
})

test('no row is lost by sorting', () => {
  for (const state of Object.values(states)) {
    const { rows } = state.snapshot.checks
    const { blocking, warnings, heldUp, notMade, passed } = sortRows(rows)
    const shown = [...blocking, ...warnings, ...heldUp, ...notMade, ...passed]
    const inside = blocking.flatMap(({ id }) => heldUpBy(rows, id))
    expect(new Set([...ids(shown), ...inside])).toEqual(new Set(ids(rows.filter(isDone))))
  }
})

test('an accepted failure warns, and what it held up has a row of its own', () => {
  const rows = rowsOf('overridden')
  const clock = rows.filter(isDone).find(({ id }) => id === 'host.clock')
  expect(clock !== undefined && weightOf(clock)).toBe('warns')
  expect(clock !== undefined && shapeOf(clock)).toBe('warn')
  expect(ids(sortRows(rows).heldUp)).toEqual(['identity.secure-channel'])
})

test('an override of what cannot be overridden changes nothing', () => {
  const [row] = rowsOf('domain-controller')
    .filter(isDone)
    .filter(({ id }) => id === 'identity.not-domain-controller')
  if (row === undefined) throw new Error('the row is missing')
  expect(weightOf({ ...row, override: { reason: 'because of this', by: 'A', at: '2026-11-20T10:45:00.000Z' } })).toBe('blocks')
})

test('while they run: findings, then what runs, one line for the waiting, one for the passed', () => {
  const rows = rowsOf('running')
  expect(runLines(rows, 'host').map((line) => (line.is === 'check' ? line.id : line.is))).toEqual([
    'host.memory',
    'host.windows-update',
    'waiting',
    'passed',
  ])
  expect(runLines(rows, 'network').map((line) => (line.is === 'check' ? line.id : line.is))).toEqual([
    'network.tcp-443',
    'waiting',
    'passed',
  ])
  expect(awaited(rows, 'network')).toEqual(['network.tcp-443'])
  expect(countOutcomes(rows)).toEqual({ all: checkIds.length, done: rows.filter(isDone).length, failures: 0, warnings: 2, unknown: 0 })
})

test('certificates stand with the network', () => {
  expect(groupOf('certificates.tls')).toBe('network')
})

test('what passed last is what passed between two snapshots', () => {
  const before = rowsOf('running')
  const after = before.map((row): CheckRow =>
    row.id === 'network.tcp-443'
      ? { id: row.id, state: { is: 'done', result: { outcome: 'pass', values: {}, evidence: [], milliseconds: 1 } } }
      : row,
  )
  expect(noteLastPassed({ host: 'host.cpu' }, before, after)).toEqual({ host: 'host.cpu', network: 'network.tcp-443' })
  expect(noteLastPassed({}, after, after)).toEqual({})
})
