/** The checks of one set-up: rows, runs, overrides and fixes. Tells every change; holds the truth that windows show. */
import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { catalogueRow, type CheckId } from '../../contract/check-catalogue.ts'
import { type CheckResult, type CheckRow, type ChecksState } from '../../contract/check-report.ts'
import { canTakeBack } from '../../contract/fix-change.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { RunId } from '../../contract/ids.ts'
import { type HostWriter } from '../host/host-writer.ts'
import { type Check, type CheckContext } from './check.ts'
import { type Doors } from './fix-changes.ts'
import { type FixAtWork, type FixEntry, type FixRecords } from './fix-records.ts'
import { makeFix, takeBackFix } from './fix-work.ts'
import { fixes, isFixName, type FixName } from './fixes.ts'
import { runChecks } from './runner.ts'
import { verdictOf } from './verdict.ts'

export type CheckEvent = { readonly is: 'checks'; readonly value: ChecksState } | { readonly is: 'checkRow'; readonly value: CheckRow }

export interface CheckSessionOptions {
  readonly checks: readonly Check[]
  /** Asked at the start of each run: address, proxy and trust may have become known meanwhile. */
  readonly context: () => Promise<Omit<CheckContext, 'signal'>>
  readonly writer: HostWriter
  /** Who is recorded with an override: the account set-up runs as. */
  readonly by: string
  readonly onEvent: (event: CheckEvent) => void
  /** Where fixes are written down. Absent only in tests of checks alone. */
  readonly fixRecords?: Pick<FixRecords, 'begin' | 'lastFor'>
  /** Told after a fix was made, for the log. */
  readonly onFixed?: (check: CheckId, fix: string) => void
  /** Told when an override is given or withdrawn, for the journal. */
  readonly onOverride?: (check: CheckId, override: CheckRow['override']) => void
  readonly now?: () => Date
}

const nothing = succeeded({})
const planLimit = 5000

export class CheckSession {
  readonly #options: CheckSessionOptions
  #rows: readonly CheckRow[]
  #run: ChecksState['run'] = { is: 'idle' }
  #active: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined

  constructor(options: CheckSessionOptions) {
    this.#options = options
    this.#rows = options.checks.map(({ id }) => ({ id, state: { is: 'waiting' } }))
  }

  get state(): ChecksState {
    return { run: this.#run, rows: [...this.#rows] }
  }

  /** Runs all checks, or the named ones with those that they had held up. Resolves at the end of the run; a run that is on is cancelled first. */
  async run(only?: readonly CheckId[]): Promise<ChecksState> {
    await this.cancel()
    const stop = new AbortController()
    const ended = this.#execute(this.#chosen(only), stop.signal)
    this.#active = { stop, ended }
    await ended
    return this.state
  }

  /** Ends the run that is on, if any; resolves when nothing runs any more. */
  async cancel(): Promise<void> {
    const active = this.#active
    active?.stop.abort(new Error('cancelled'))
    await active?.ended
  }

  /** Accepts a failure with a reason. `CW3012` where that is not possible or nothing has failed. */
  override(id: CheckId, reason: string): Result<object> {
    const row = this.#row(id)
    const refuse = (why: string) => failed('CW3012', { check: id, reason: why })
    if (row.state.is !== 'done' || !['fail', 'error'].includes(row.state.result.outcome)) return refuse('the check has not failed')
    if (!catalogueRow(id).overridable) return refuse('no reason can outweigh this check')
    const text = reason.trim()
    if (text.length < 3 || text.length > 500) return refuse('a reason of 3 to 500 characters is needed')
    const override = { reason: text, by: this.#options.by, at: this.#now() }
    this.#replace({ ...row, override })
    this.#options.onOverride?.(id, override)
    this.#settle()
    return nothing
  }

  withdrawOverride(id: CheckId): void {
    const { override, ...row } = this.#row(id)
    if (override === undefined) return
    this.#replace(row)
    this.#options.onOverride?.(id, undefined)
    this.#settle()
  }

  /** Makes the changes that the check offers, as they were shown, then checks again. `CW3013` when they made no difference. */
  async fix(id: CheckId): Promise<Result<object>> {
    const row = this.#row(id)
    const offered = row.state.is === 'done' ? row.state.result.remedy?.fix : undefined
    if (offered === undefined || !isFixName(offered.name)) return failed('CW3012', { check: id, reason: 'the check offers no fix' })
    return this.#working(id, async () => {
      const doors = await this.#doors()
      const fix = offered.name as FixName
      const planned = await fixes[fix](doors.reader, AbortSignal.timeout(planLimit))
      if (!planned.ok) return planned
      const changes = planned.value
      // What a person agreed to is what was shown.
      if (!isDeepStrictEqual(changes, offered.changes)) {
        await this.run([id])
        return failed('CW3012', { check: id, reason: 'what would change is no longer what was shown' })
      }
      return this.#recorded({ is: 'fixing', check: id, fix, changes }, async (record) => {
        const made = await makeFix({ check: id, fix, changes }, doors, record)
        if (!made.ok) return made
        this.#options.onFixed?.(id, fix)
        await this.run([id])
        const { state } = this.#row(id)
        const result = state.is === 'done' ? state.result : undefined
        record?.write({ is: 'verified', check: id, fix, ...(result === undefined ? {} : { outcome: result.outcome }) })
        return result?.outcome === 'pass' ? nothing : failed('CW3013', { check: id, finding: result?.finding ?? result?.reason ?? '?' })
      })
    })
  }

  /** Takes back the last fix that was made for this check, then checks again. `CW3012` where there is none, or it cannot be taken back. */
  async undoFix(id: CheckId): Promise<Result<object>> {
    const last = this.#options.fixRecords?.lastFor(id)
    if (last === undefined) return failed('CW3012', { check: id, reason: 'no fix was made for it' })
    if (!canTakeBack(last.changes)) return failed('CW3012', { check: id, reason: 'what it changed cannot be taken back' })
    return this.#working(
      id,
      async () => {
        const doors = await this.#doors()
        const end = await this.#recorded({ is: 'takingBack', check: id, fix: last.fix }, async (record) =>
          record === undefined ? failed('CW3012', { check: id, reason: 'nothing is written down' }) : takeBackFix(last, doors, record),
        )
        await this.run([id])
        return end
      },
      'takenBack',
    )
  }

  /** Shows that a row is worked on, and how that ended. */
  async #working(id: CheckId, work: () => Promise<Result<object>>, end: 'done' | 'takenBack' = 'done'): Promise<Result<object>> {
    this.#replace({ ...this.#row(id), fix: { is: 'running' } })
    const result = await work()
    this.#replace({ ...this.#row(id), fix: result.ok ? { is: end } : { is: 'failed', failure: result.failure } })
    return result
  }

  async #recorded(first: FixEntry, work: (record: FixAtWork | undefined) => Promise<Result<object>>): Promise<Result<object>> {
    const record = await this.#options.fixRecords?.begin(first)
    if (record?.ok === false) return record
    try {
      return await work(record?.value)
    } finally {
      await record?.value.close()
    }
  }

  async #doors(): Promise<Doors> {
    return { reader: (await this.#options.context()).reader, writer: this.#options.writer }
  }

  async #execute(checks: readonly Check[], signal: AbortSignal): Promise<void> {
    const since = this.#now()
    const id = RunId.parse(`run_${randomBytes(8).toString('hex')}`)
    const chosen = new Set(checks.map((c) => c.id))
    const earlier = new Map<CheckId, CheckResult>()
    this.#rows = this.#rows.map((row) => {
      if (!chosen.has(row.id)) {
        if (row.state.is === 'done') earlier.set(row.id, row.state.result)
        return row
      }
      return { ...row, state: { is: 'waiting' } }
    })
    this.#run = { is: 'running', id, since }
    this.#tell()
    const onRow = (check: CheckId, state: CheckRow['state']) => this.#replace({ ...this.#row(check), state })
    try {
      const context = await this.#options.context()
      const planFix = async (name: string, own: AbortSignal) => {
        const planned = isFixName(name) ? await fixes[name](context.reader, own) : undefined
        return planned?.ok === true ? planned.value : []
      }
      await runChecks({ checks, context, signal, earlier, onRow, planFix })
    } catch (error) {
      // Without a context no check can be made: each says why, none looks as if it had never been asked for.
      const reason = error instanceof Error ? error.message : String(error)
      for (const { id: check } of checks)
        onRow(check, { is: 'done', result: { outcome: 'error', reason, values: {}, evidence: [], milliseconds: 0 } })
    }
    this.#active = undefined
    this.#forgetNeedless(chosen)
    this.#run = signal.aborted ? { is: 'cancelled', id } : { is: 'done', id, since, until: this.#now(), verdict: verdictOf(this.#rows) }
    this.#tell()
  }

  /** The named checks and, transitively, those whose result came from theirs. */
  #chosen(only: readonly CheckId[] | undefined): readonly Check[] {
    const { checks } = this.#options
    if (only === undefined) return checks
    const chosen = new Set<CheckId>(only)
    for (const { id } of checks) {
      const row = this.#row(id)
      const held = row.state.is === 'done' ? row.state.result.heldUpBy : undefined
      if (held?.some((cause) => chosen.has(cause)) === true) chosen.add(id)
    }
    return checks.filter((c) => chosen.has(c.id))
  }

  /** An override of a check that passes by now says nothing any more; a fix that is over neither. */
  #forgetNeedless(chosen: ReadonlySet<CheckId>): void {
    this.#rows = this.#rows.map((row) => {
      if (!chosen.has(row.id) || row.state.is !== 'done') return row
      const { override, fix: _fix, ...rest } = row
      return override !== undefined && ['fail', 'error'].includes(row.state.result.outcome) ? { ...rest, override } : rest
    })
  }

  /** The verdict after something other than a run changed. */
  #settle(): void {
    if (this.#run.is !== 'done') return
    this.#run = { ...this.#run, verdict: verdictOf(this.#rows) }
    this.#tell()
  }

  #row(id: CheckId): CheckRow {
    const row = this.#rows.find((r) => r.id === id)
    if (row === undefined) throw new Error(`no such check here: ${id}`)
    return row
  }

  #replace(row: CheckRow): void {
    this.#rows = this.#rows.map((r) => (r.id === row.id ? row : r))
    this.#options.onEvent({ is: 'checkRow', value: row })
  }

  #tell(): void {
    this.#options.onEvent({ is: 'checks', value: this.state })
  }

  #now(): string {
    return (this.#options.now?.() ?? new Date()).toISOString()
  }
}
