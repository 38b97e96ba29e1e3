import { describe, expect, test } from 'vitest'
import { type ServiceStatus } from '../../../contract/local-status-api.ts'
import { allPassed, galleryRun } from '../../../renderer/gallery/base-snapshot.ts'
import { goodTest, running, serviceStatus, session } from '../../../renderer/gallery/example-service.ts'
import {
  checksFound,
  serviceActions,
  sessionGroups,
  statusVerdict,
  verdictOutcome,
  type StatusVerdict,
} from '../../../renderer/pages/status/status-view.ts'

const refused = { code: 'CW4006', values: { relay: 'relay-2', reason: 'connection refused' } } as const
const verdictOf = (some: Partial<ServiceStatus>) => statusVerdict({ ...running, status: { ...serviceStatus, ...some } }, { is: 'idle' })

describe('the verdict', () => {
  test('takes the round trip of a live test, else the shortest answer time', () => {
    expect(statusVerdict(running, goodTest)).toMatchObject({ is: 'working', milliseconds: 23 })
    expect(verdictOf({})).toMatchObject({
      is: 'working',
      milliseconds: 21,
      relays: ['relay-1.causeway.example', 'relay-2.causeway.example'],
    })
  })

  test('a healthy channel is not called broken because a test of ours has not answered yet', () => {
    expect(statusVerdict(running, { ...goodTest, diagnosis: { is: 'testing' } }).is).toBe('working')
  })

  test('counts what is open when some connections are missing', () => {
    const sessions = [
      session('relay-1', 'interactive', 20),
      session('relay-2', 'interactive', 0, { state: 'waiting', lastFailure: refused }),
    ]
    expect(verdictOf({ channel: 'degraded', sessions })).toEqual({ is: 'degraded', failure: refused, open: 1, all: 2 })
  })

  test('names the next attempt while it is down', () => {
    const waiting = (at: string) => session('relay-1', 'bulk', 0, { state: 'waiting', nextAttemptAt: at })
    const sessions = [waiting('2026-11-20T10:45:30.000Z'), waiting('2026-11-20T10:45:09.000Z')]
    expect(verdictOf({ channel: 'down', sessions })).toMatchObject({ is: 'down', nextAttemptAt: '2026-11-20T10:45:09.000Z' })
  })

  test('says that a removed connector must enroll again', () => {
    expect(verdictOf({ channel: 'enrollAgain', failure: { code: 'CW4004', values: {} } })).toEqual({
      is: 'enrollAgain',
      failure: { code: 'CW4004', values: {} },
    })
    expect(statusVerdict({ is: 'notInstalled' }, { is: 'idle' })).toEqual({ is: 'notInstalled' })
    expect(statusVerdict({ is: 'stopped' }, goodTest)).toEqual({ is: 'stopped' })
  })
})

test('only what works is green, and nothing that is missing can be stopped', () => {
  const failure = { code: 'CW4013', values: {} } as const
  const all: StatusVerdict[] = [
    { is: 'working', relays: [] },
    { is: 'starting' },
    { is: 'degraded', open: 1, all: 2 },
    { is: 'down' },
    { is: 'enrollAgain', failure },
    { is: 'stopped' },
    { is: 'notAnswering', failure },
    { is: 'notInstalled' },
  ]
  expect(all.filter((verdict) => verdictOutcome(verdict) === 'pass').map(({ is }) => is)).toEqual(['working'])
  expect(all.filter((verdict) => !serviceActions(verdict).mayStop).map(({ is }) => is)).toEqual(['stopped', 'notInstalled'])
  expect(all.filter((verdict) => !serviceActions(verdict).mayUninstall).map(({ is }) => is)).toEqual(['notInstalled'])
  expect(all.map((verdict) => serviceActions(verdict).primary)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    'enrollAgain',
    'startService',
    'restartService',
    'setUp',
  ])
})

test('connections that are alike share a row', () => {
  const groups = sessionGroups([
    ...serviceStatus.sessions,
    session('relay-2.causeway.example', 'bulk', 3, { state: 'waiting', reconnects: 2 }),
  ])
  expect(
    groups.map(({ session: { relay, state }, purposes, ping, reconnects }) => [relay.slice(0, 7), state, purposes, ping, reconnects]),
  ).toEqual([
    ['relay-1', 'open', ['interactive', 'bulk'], 21, 0],
    ['relay-2', 'open', ['interactive', 'bulk'], 26, 0],
    ['relay-2', 'waiting', ['bulk'], undefined, 2],
  ])
})

test('findings of checks are counted only after checks were run', () => {
  const run = { is: 'cancelled', id: galleryRun } as const
  expect(checksFound({ run, rows: [] })).toBeUndefined()
  expect(checksFound({ run, rows: allPassed })).toBe(0)
  const warned = allPassed.map((row, index) =>
    index === 0
      ? { ...row, state: { is: 'done' as const, result: { outcome: 'warn' as const, values: {}, evidence: [], milliseconds: 1 } } }
      : row,
  )
  expect(checksFound({ run, rows: warned })).toBe(1)
})
