import { describe, expect, it, vi } from 'vitest'
import { type CheckId } from '../../../../contract/check-catalogue.ts'
import { type CheckResult, type CheckRow } from '../../../../contract/check-report.ts'
import { type Check, type CheckOutcome } from '../../../../setup/checks/check.ts'
import { runChecks } from '../../../../setup/checks/runner.ts'
import { contextOf } from './check-bench.ts'

const check = (id: CheckId, run: Check['run']): Check => ({ id, run })
const pass = async (): Promise<CheckOutcome> => ({ outcome: 'pass', finding: 'right' })
const fail = async (): Promise<CheckOutcome> => ({ outcome: 'fail', finding: 'refused' })

const run = async (checks: readonly Check[], more: { signal?: AbortSignal; earlier?: Map<CheckId, CheckResult>; limit?: number } = {}) => {
  const rows = new Map<CheckId, CheckRow['state'][]>()
  await runChecks({
    checks,
    context: contextOf({}),
    signal: more.signal ?? new AbortController().signal,
    earlier: more.earlier ?? new Map(),
    onRow: (id, state) => rows.set(id, [...(rows.get(id) ?? []), state]),
    ...(more.limit === undefined ? {} : { limit: more.limit }),
  })
  const last = (id: CheckId) => rows.get(id)?.at(-1)
  const result = (id: CheckId) => {
    const state = last(id)
    if (state?.is !== 'done') throw new Error(`${id} is ${state?.is ?? 'not there'}`)
    return state.result
  }
  return { rows, last, result }
}

describe('runner', () => {
  it('tells waiting, running and done of each row', async () => {
    const { rows } = await run([check('host.memory', pass)])
    expect(rows.get('host.memory')?.map((s) => s.is)).toEqual(['waiting', 'running', 'done'])
  })

  it('makes error of whatever is thrown, and never loses a row', async () => {
    const thrown: unknown[] = [new Error('registry is on fire'), 'text', undefined, { not: 'an error' }, new Error('')]
    for (const what of thrown) {
      const { result } = await run([
        check('host.memory', () => {
          throw what
        }),
        check('host.cpu', pass),
      ])
      expect(result('host.memory').outcome).toBe('error')
      expect(result('host.memory').reason).toMatch(/\w/)
      expect(result('host.cpu').outcome).toBe('pass')
    }
  })

  it('makes error of a check that takes too long, and stops listening to it', async () => {
    vi.useFakeTimers()
    try {
      let late: ((outcome: CheckOutcome) => void) | undefined
      let signal: AbortSignal | undefined
      const running = run([
        check('host.memory', (context) => {
          signal = context.signal
          return new Promise((resolve) => (late = resolve))
        }),
      ])
      await vi.advanceTimersByTimeAsync(5000)
      const { result, rows } = await running
      expect(result('host.memory')).toMatchObject({ outcome: 'error', reason: 'no answer within 5 s' })
      expect(signal?.aborted).toBe(true)
      late?.({ outcome: 'pass', finding: 'right' })
      await vi.advanceTimersByTimeAsync(1)
      expect(rows.get('host.memory')?.map((s) => s.is)).toEqual(['waiting', 'running', 'done'])
    } finally {
      vi.useRealTimers()
    }
  })

  it('folds what a failure explains under its root, through several steps', async () => {
    const never = vi.fn(pass)
    const { result } = await run([
      check('network.adapter', pass),
      check('network.dns', fail),
      check('network.tcp-443', never),
      check('certificates.tls', never),
      check('network.http', never),
      check('host.clock', never),
    ])
    expect(result('network.tcp-443')).toMatchObject({ outcome: 'skip', reason: 'heldUp', heldUpBy: ['network.dns'] })
    expect(result('host.clock')).toMatchObject({ outcome: 'skip', heldUpBy: ['network.dns'] })
    expect(never).not.toHaveBeenCalled()
  })

  it('holds up after an error, but not after a warning or after a skip that only had nothing to judge', async () => {
    const after = async (run1: Check['run']) =>
      (await run([check('network.dns', run1), check('network.tcp-443', pass)])).result('network.tcp-443').outcome
    expect(await after(() => Promise.reject(new Error('x')))).toBe('skip')
    expect(await after(async () => ({ outcome: 'warn', finding: 'resolves' }))).toBe('pass')
    expect(await after(async () => ({ outcome: 'skip', reason: 'proxyUsed' }))).toBe('pass')
  })

  it('uses earlier results of checks that are not run again', async () => {
    const earlier = new Map<CheckId, CheckResult>([
      ['network.dns', { outcome: 'fail', finding: 'noAnswer', values: {}, evidence: [], milliseconds: 1 }],
    ])
    expect((await run([check('network.tcp-443', pass)], { earlier })).result('network.tcp-443').heldUpBy).toEqual(['network.dns'])
    expect((await run([check('network.dns', pass), check('network.tcp-443', pass)], { earlier })).result('network.tcp-443').outcome).toBe(
      'pass',
    )
  })

  it('keeps to the limit of checks at the same time', async () => {
    let now = 0
    let most = 0
    const slow = async (): Promise<CheckOutcome> => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      return { outcome: 'pass', finding: 'right' }
    }
    const ids: CheckId[] = ['host.cpu', 'host.memory', 'host.disk', 'host.fips', 'host.power', 'host.ie-esc']
    await run(
      ids.map((id) => check(id, slow)),
      { limit: 2 },
    )
    expect(most).toBe(2)
  })

  it('makes every other check while the three that ask PowerShell wait for a shell that is slow to start', async () => {
    const shell = Promise.withResolvers<CheckOutcome>()
    const asking: CheckId[] = ['host.powershell', 'host.dedicated', 'host.antivirus']
    const others: CheckId[] = ['host.cpu', 'host.memory', 'host.disk', 'host.fips', 'host.power', 'host.ie-esc']
    let now = 0
    const together = Promise.withResolvers<undefined>()
    // Each of the others ends only when all of them run at the same time.
    const other = async (): Promise<CheckOutcome> => {
      now += 1
      if (now === others.length) together.resolve(undefined)
      await together.promise
      return pass()
    }
    const running = run([...asking.map((id) => check(id, () => shell.promise)), ...others.map((id) => check(id, other))])
    await together.promise
    shell.resolve(await pass())
    const { result } = await running
    for (const id of [...asking, ...others]) expect(result(id).outcome).toBe('pass')
  })

  it('cancels at once: what runs and what waits ends as cancelled, what is done stays', async () => {
    const stop = new AbortController()
    const hanging = check('host.cpu', () => {
      stop.abort(new Error('cancelled'))
      return new Promise(() => undefined)
    })
    const { last } = await run([check('host.memory', pass), hanging, check('host.disk', pass)], { signal: stop.signal, limit: 1 })
    expect(last('host.memory')?.is).toBe('done')
    expect(last('host.cpu')).toEqual({ is: 'cancelled' })
    expect(last('host.disk')).toEqual({ is: 'cancelled' })
  })
})
