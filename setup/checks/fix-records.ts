/**
 * What fixes of checks did to this machine, written down before it is done, in a file of its own beside the install journal:
 * it outlives every installation, because nothing takes a fix back. Format and rules: docs/install-journal.md.
 */
import { z } from 'zod'
import { type CheckId } from '../../contract/check-catalogue.ts'
import { CheckIdSchema, Outcome } from '../../contract/check-report.ts'
import { Failure, type Result, succeeded } from '../../contract/error-codes.ts'
import { type MadeFix } from '../../contract/install-plan.ts'
import { type FactLine, LineFile, type LineKind } from '../install/line-file.ts'
import { takeLock } from '../install/lock.ts'

const which = { check: CheckIdSchema, fix: z.string() }

export const FixEntry = z.discriminatedUnion('is', [
  /** Written before the first change of the fix. */
  z.object({ is: z.literal('fixing'), ...which }),
  /** `changed` is false where everything was already as the fix makes it. */
  z.object({ is: z.literal('fixed'), ...which, changed: z.boolean() }),
  /** `changed` says whether something was changed before it failed. */
  z.object({ is: z.literal('notFixed'), ...which, changed: z.boolean(), failure: Failure }),
  /** What the check found afterwards; absent when it was not made. */
  z.object({ is: z.literal('verified'), ...which, outcome: Outcome.optional() }),
])
export type FixEntry = z.infer<typeof FixEntry>

const kind: LineKind<FixEntry> = { entry: FixEntry, mayBegin: ({ is }) => is === 'fixing' }

/**
 * Pure: the fixes that have changed something. One whose end is not written down may have changed something, and counts: set-up
 * was killed in the middle of it.
 */
export const fixesMade = (lines: readonly FactLine<FixEntry>[]): MadeFix[] => {
  const made: (MadeFix & { changed: boolean | undefined })[] = []
  for (const { at, entry } of lines) {
    const { check, fix } = entry
    if (entry.is === 'fixing') made.push({ check, fix, at, changed: undefined })
    else if (entry.is !== 'verified') {
      const open = made.findLast((one) => one.check === check && one.fix === fix && one.changed === undefined)
      if (open !== undefined) open.changed = entry.changed
    }
  }
  return made.flatMap(({ check, fix, at, changed }) => (changed === false ? [] : [{ check, fix, at }]))
}

/** One fix at work; holds the lock of set-up until it is closed. */
export interface FixAtWork {
  ended(changed: boolean, failure?: Failure): void
  verified(outcome: Outcome | undefined): void
  close(): Promise<void>
}

export interface FixRecordsDependencies {
  readonly path: string
  readonly stateFolder: string
  readonly now: () => Date
  /** Something was written down. */
  readonly changed: () => void
}

export class FixRecords {
  readonly #dependencies: FixRecordsDependencies
  #file: Result<LineFile<FixEntry>>

  constructor(dependencies: FixRecordsDependencies) {
    this.#dependencies = dependencies
    this.#file = this.#open()
  }

  /** Empty while the file cannot be read; `failure` says so. */
  get made(): MadeFix[] {
    return this.#file.ok ? fixesMade(this.#file.value.lines) : []
  }

  /** `CW3006` for a damaged file. Absent when it can be used. */
  get failure(): Failure | undefined {
    return this.#file.ok ? undefined : this.#file.failure
  }

  /** Writes down that a fix begins. Refused while another set-up, or an installation of this one, is at work (`CW3010`). */
  async begin(check: CheckId, fix: string): Promise<Result<FixAtWork>> {
    const lock = await takeLock(this.#dependencies.stateFolder)
    if (!lock.ok) return lock
    // Another set-up may have made fixes since this one started.
    this.#file = this.#open()
    const opened = this.#file
    if (!opened.ok) {
      await lock.value.release()
      return opened
    }
    const write = (entry: FixEntry) => {
      opened.value.append(entry)
      this.#dependencies.changed()
    }
    try {
      write({ is: 'fixing', check, fix })
    } catch (error) {
      await lock.value.release()
      throw error
    }
    return succeeded({
      ended: (changed, failure) =>
        write(failure === undefined ? { is: 'fixed', check, fix, changed } : { is: 'notFixed', check, fix, changed, failure }),
      verified: (outcome) => write({ is: 'verified', check, fix, ...(outcome === undefined ? {} : { outcome }) }),
      close: async () => {
        opened.value.close()
        await lock.value.release()
      },
    })
  }

  #open(): Result<LineFile<FixEntry>> {
    return LineFile.open(this.#dependencies.path, this.#dependencies.now, kind)
  }
}
