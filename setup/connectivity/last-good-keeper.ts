/** Remembers runs that worked and compares with the last of them. Takes part in every test and every run of the checks. */
import { type ConnectivityReport } from '../../contract/connectivity.ts'
import { type Comparison } from '../../contract/comparison.ts'
import { type CheckRow } from '../../contract/check-report.ts'
import { checkFacts, compareRuns, type LastGood, type Run } from '../../contract/run-comparison.ts'
import { type Failure } from '../../contract/error-codes.ts'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { type LastGoodFile } from './last-good.ts'

/** A test goes on for as long as somebody looks; what it found is stored when it first works, and then this often. */
const storeEveryMilliseconds = 10 * 60_000

export interface LastGoodDependencies {
  readonly file: LastGoodFile
  readonly now: () => Date
  readonly snapshot: () => WizardSnapshot
  readonly log: (failure: Failure) => void
}

export class LastGoodKeeper {
  readonly #dependencies: LastGoodDependencies
  #before: { readonly record: LastGood; readonly failure?: Failure } = { record: { schema: 'causeway.last-good/1' } }
  #storedAt = -Infinity

  constructor(dependencies: LastGoodDependencies) {
    this.#dependencies = dependencies
    this.#read()
  }

  /** A test begins: it is compared with what worked before it, not with itself. */
  begin(): void {
    this.#read()
    this.#storedAt = -Infinity
  }

  testWorked(report: ConnectivityReport): void {
    const at = this.#dependencies.now()
    if (at.getTime() - this.#storedAt < storeEveryMilliseconds) return
    this.#storedAt = at.getTime()
    const { comparison: _comparison, throughput: _throughput, otherProxy: _otherProxy, ...kept } = report
    this.#store('test', { ...this.#run(), report: kept })
  }

  checksPassed(rows: readonly CheckRow[]): void {
    this.#store('checks', { ...this.#run(), checks: checkFacts(rows) })
  }

  compare(report: ConnectivityReport): Comparison {
    const { record, failure } = this.#before
    const { test, checks } = record
    if (test === undefined) return { differences: [], ...(failure === undefined ? {} : { failure }) }
    const { run, rows } = this.#dependencies.snapshot().checks
    const both = run.is === 'done' && checks?.checks !== undefined
    const then: Run = both ? { ...test, checks: checks.checks } : test
    const now: Run = { ...this.#run(), report, ...(both ? { checks: checkFacts(rows) } : {}) }
    return { since: test.at, differences: compareRuns(then, now) }
  }

  #run(): Run {
    const { server, service } = this.#dependencies.snapshot()
    const status = service.is === 'running' ? service.status : undefined
    return {
      at: this.#dependencies.now().toISOString(),
      versions: { setup: server.version, system: server.system, ...(status === undefined ? {} : { service: status.version }) },
      ...(status === undefined ? {} : { certificate: { serial: status.certificate.serial, expiresAt: status.certificate.expiresAt } }),
    }
  }

  #read(): void {
    const read = this.#dependencies.file.read()
    this.#before = read.ok ? { record: read.value } : { record: { schema: 'causeway.last-good/1' }, failure: read.failure }
  }

  #store(of: 'test' | 'checks', run: Run): void {
    const stored = this.#dependencies.file.store(of, run)
    if (!stored.ok) this.#dependencies.log(stored.failure)
  }
}
