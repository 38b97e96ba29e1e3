/** Runs checks in parallel within limits. A check that throws or takes too long becomes `error`; none is ever lost. */
import { catalogueRow, type CheckId } from '../../contract/check-catalogue.ts'
import { type CheckResult, type CheckRow } from '../../contract/check-report.ts'
import { type FixChange } from '../../contract/fix-change.ts'
import { type CheckContext, type Check, type CheckOutcome } from './check.ts'

export interface RunOptions {
  readonly checks: readonly Check[]
  /** Everything a check gets but its signal, which the runner makes. */
  readonly context: Omit<CheckContext, 'signal'>
  readonly signal: AbortSignal
  /** Results of checks that are not run now but that others need. */
  readonly earlier: ReadonlyMap<CheckId, CheckResult>
  readonly onRow: (id: CheckId, state: CheckRow['state']) => void
  /** What a fix would change now; absent where nobody will be shown it. */
  readonly planFix?: (name: string, signal: AbortSignal) => Promise<readonly FixChange[]>
  /** How many at the same time. */
  readonly limit?: number
  readonly clock?: () => number
}

const defaultBudget = 5000
/** Three checks ask PowerShell, which may take its whole budget to start; six places are left for those that need no shell. */
const defaultLimit = 9

/** Runs all of them and tells each row as it changes. Rows of checks that had no result when `signal` fired end as `cancelled`. */
export const runChecks = async ({
  checks,
  context,
  signal,
  earlier,
  onRow,
  planFix,
  limit = defaultLimit,
  clock = () => performance.now(),
}: RunOptions): Promise<void> => {
  const results = new Map(earlier)
  for (const { id } of checks) results.delete(id)
  const waiting = new Set(checks)
  const isWaited = new Set<string>(checks.map((c) => c.id))
  const running = new Set<Promise<void>>()
  for (const { id } of checks) onRow(id, { is: 'waiting' })

  const finish = (id: CheckId, result: CheckResult) => {
    results.set(id, result)
    isWaited.delete(id)
    onRow(id, { is: 'done', result })
  }
  const start = (check: Check) => {
    waiting.delete(check)
    const held = heldUpBy(check.id, results)
    if (held !== undefined) {
      finish(check.id, held)
      return
    }
    onRow(check.id, { is: 'running', since: new Date().toISOString() })
    const run = runOne(check, context, signal, clock, planFix).then((result) => {
      running.delete(run)
      if (result === undefined) onRow(check.id, { is: 'cancelled' })
      else finish(check.id, result)
    })
    running.add(run)
  }

  while (!signal.aborted && waiting.size > 0) {
    const next = [...waiting].find(({ id }) => running.size < limit && !catalogueRow(id).needs.some((need) => isWaited.has(need)))
    if (next !== undefined) start(next)
    else if (running.size > 0) await Promise.race(running)
    else throw new Error(`checks need each other: ${[...waiting].map((c) => c.id).join(', ')}`)
  }
  await Promise.all(running)
  for (const { id } of waiting) onRow(id, { is: 'cancelled' })
}

/**
 * The result of a check that others explain, naming the ones at the root; undefined when it can be made. A check that was skipped
 * because there was nothing to judge (no address yet, a proxy does it) holds nothing up.
 */
const heldUpBy = (id: CheckId, results: ReadonlyMap<CheckId, CheckResult>): CheckResult | undefined => {
  const roots = new Set<CheckId>()
  for (const need of catalogueRow(id).needs as CheckId[]) {
    const result = results.get(need)
    if (result?.outcome === 'fail' || result?.outcome === 'error') roots.add(need)
    for (const root of result?.heldUpBy ?? []) roots.add(root)
  }
  if (roots.size === 0) return undefined
  return { outcome: 'skip', heldUpBy: [...roots], reason: 'heldUp', values: {}, evidence: [], milliseconds: 0 }
}

/** Undefined when cancelled. A check that goes on after its time is up is no longer listened to. */
const runOne = async (
  check: Check,
  context: RunOptions['context'],
  signal: AbortSignal,
  clock: () => number,
  planFix: RunOptions['planFix'],
): Promise<CheckResult | undefined> => {
  const budget = catalogueRow(check.id).budget ?? defaultBudget
  const began = clock()
  const done = new AbortController()
  const timer = setTimeout(() => done.abort(new Error(`no answer within ${budget / 1000} s`)), budget)
  const own = AbortSignal.any([signal, done.signal])
  const stopped = new Promise<never>((_, reject) => own.addEventListener('abort', () => reject(own.reason as Error), { once: true }))
  try {
    const outcome = await Promise.race([Promise.resolve().then(() => check.run({ ...context, signal: own })), stopped])
    const milliseconds = clock() - began
    const fix = 'remedy' in outcome ? outcome.remedy?.fix : undefined
    return resultOf(outcome, milliseconds, fix === undefined ? [] : await Promise.race([planFix?.(fix.name, own) ?? [], stopped]))
  } catch (error) {
    if (signal.aborted) return undefined
    const reason = done.signal.aborted ? (done.signal.reason as Error).message : error instanceof Error ? error.message : String(error)
    return resultOf({ outcome: 'error', reason: reason === '' ? 'it ended without a reason' : reason }, clock() - began)
  } finally {
    clearTimeout(timer)
    // Probes that are still under way let go of their sockets.
    done.abort(new Error('the check has ended'))
  }
}

const resultOf = (outcome: CheckOutcome, milliseconds: number, changes: readonly FixChange[] = []): CheckResult => {
  const took = Math.max(0, Math.round(milliseconds * 10) / 10)
  if (outcome.outcome === 'skip') return { outcome: 'skip', reason: outcome.reason, values: {}, evidence: [], milliseconds: took }
  const evidence = [...(outcome.evidence ?? [])]
  if (outcome.outcome === 'error')
    return { outcome: 'error', reason: outcome.reason.slice(0, 4000), values: {}, evidence, milliseconds: took }
  const { finding, values = {}, remedy } = outcome
  const { fix, ...rest } = remedy ?? {}
  const offered = fix === undefined ? {} : { fix: { ...fix, changes: [...changes] } }
  return {
    outcome: outcome.outcome,
    finding,
    values,
    evidence,
    ...(remedy === undefined ? {} : { remedy: { ...rest, ...offered, owner: remedy.owner ?? 'administrator' } }),
    milliseconds: took,
  }
}
