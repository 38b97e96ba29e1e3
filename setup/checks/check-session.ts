/** The checks of one set-up: rows, runs, overrides and fixes. Tells every change; holds the truth that windows show. */
import { randomBytes } from 'node:crypto'
import { catalogueRow, type CheckId } from '../../contract/check-catalogue.ts'
import { type CheckResult, type CheckRow, type ChecksState } from '../../contract/check-report.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { RunId } from '../../contract/ids.ts'
import { type HostWriter } from '../host/host-writer.ts'
import { type Check, type CheckContext } from './check.ts'
import { type FixAtWork, type FixRecords } from './fix-records.ts'
import { fixes, type FixName } from './fixes.ts'
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
  readonly fixRecords?: Pick<FixRecords, 'begin'>
  /** Told after a fix was made, for the log. */
  readonly onFixed?: (check: CheckId, fix: string) => void
  /** Told when an override is given or withdrawn, for the journal. */
  readonly onOverride?: (check: CheckId, override: CheckRow['override']) => void
  readonly now?: () => Date
}

const nothing = succeeded({})

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

  /** Makes the change that the check offers, then checks again. `CW3013` when it made no difference. */
  async fix(id: CheckId): Promise<Result<object>> {
    const row = this.#row(id)
    const offered = row.state.is === 'done' ? row.state.result.remedy?.fix?.name : undefined
    if (offered === undefined || !Object.hasOwn(fixes, offered)) return failed('CW3012', { check: id, reason: 'the check offers no fix' })
    this.#replace({ ...row, fix: { is: 'running' } })
    const record = await this.#options.fixRecords?.begin(id, offered)
    if (record?.ok === false) {
      this.#replace({ ...this.#row(id), fix: { is: 'failed', failure: record.failure } })
      return record
    }
    try {
      return await this.#makeFix(id, offered as FixName, record?.value)
    } finally {
      await record?.value.close()
    }
  }

  async #makeFix(id: CheckId, offered: FixName, record: FixAtWork | undefined): Promise<Result<object>> {
    const { reader } = await this.#options.context()
    let changed = false
    const made = await fixes[offered]({
      reader,
      writer: this.#options.writer,
      signal: AbortSignal.timeout(30_000),
      changed: () => (changed = true),
    }).catch((error: unknown) => failed('CW3011', { what: offered, reason: error instanceof Error ? error.message : String(error) }))
    record?.ended(changed, made.ok ? undefined : made.failure)
    if (!made.ok) {
      this.#replace({ ...this.#row(id), fix: { is: 'failed', failure: made.failure } })
      return made
    }
    this.#options.onFixed?.(id, offered)
    await this.run([id])
    const after = this.#row(id)
    const outcome = after.state.is === 'done' ? after.state.result : undefined
    record?.verified(outcome?.outcome)
    const result =
      outcome?.outcome === 'pass' ? nothing : failed('CW3013', { check: id, finding: outcome?.finding ?? outcome?.reason ?? '?' })
    this.#replace({ ...after, fix: result.ok ? { is: 'done' } : { is: 'failed', failure: result.failure } })
    return result
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
      await runChecks({ checks, context: await this.#options.context(), signal, earlier, onRow })
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
