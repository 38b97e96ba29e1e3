/**
 * What fixes of checks did to this machine, written down before it is done, in a file of its own beside the install journal:
 * it outlives every installation, because only the person who asked for a fix takes it back. Format and rules: docs/install-journal.md.
 */
import { z } from 'zod'
import { type CheckId } from '../../contract/check-catalogue.ts'
import { CheckIdSchema, Outcome } from '../../contract/check-report.ts'
import { FixChange } from '../../contract/fix-change.ts'
import { Failure, type Result, succeeded } from '../../contract/error-codes.ts'
import { type MadeFix } from '../../contract/install-plan.ts'
import { type FactLine, LineFile, type LineKind } from '../install/line-file.ts'
import { takeLock } from '../install/lock.ts'

const which = { check: CheckIdSchema, fix: z.string() }

export const FixEntry = z.discriminatedUnion('is', [
  /** Written before the first change of the fix, with what stood there before. */
  z.object({ is: z.literal('fixing'), ...which, changes: z.array(FixChange).max(500).default([]) }),
  /** `changed` is false where everything was already as the fix makes it. */
  z.object({ is: z.literal('fixed'), ...which, changed: z.boolean() }),
  /** `changed` says whether something was changed before it failed. */
  z.object({ is: z.literal('notFixed'), ...which, changed: z.boolean(), failure: Failure }),
  /** What the check found afterwards; absent when it was not made. */
  z.object({ is: z.literal('verified'), ...which, outcome: Outcome.optional() }),
  /** Written before the first change is taken back. */
  z.object({ is: z.literal('takingBack'), ...which }),
  z.object({ is: z.literal('takenBack'), ...which }),
  z.object({ is: z.literal('notTakenBack'), ...which, failure: Failure }),
])
export type FixEntry = z.infer<typeof FixEntry>

const kind: LineKind<FixEntry> = { entry: FixEntry, mayBegin: ({ is }) => is === 'fixing' }

/**
 * Pure: the fixes that have changed something and were not taken back. One whose end is not written down may have changed something,
 * and counts: set-up was killed in the middle of it.
 */
export const fixesMade = (lines: readonly FactLine<FixEntry>[]): MadeFix[] => {
  const made: (MadeFix & { changed: boolean | undefined })[] = []
  for (const { at, entry } of lines) {
    const { check, fix } = entry
    const mine = (one: MadeFix) => one.check === check && one.fix === fix
    if (entry.is === 'fixing') made.push({ check, fix, at, changes: entry.changes, changed: undefined })
    else if (entry.is === 'fixed' || entry.is === 'notFixed') {
      const open = made.findLast((one) => mine(one) && one.changed === undefined)
      if (open !== undefined) open.changed = entry.changed
    } else if (entry.is === 'takenBack') {
      const last = made.findLastIndex((one) => mine(one) && one.changed !== false)
      if (last !== -1) made.splice(last, 1)
    }
  }
  return made.flatMap(({ changed, ...fix }) => (changed === false ? [] : [fix]))
}

/** One fix, or one taking back, at work; holds the lock of set-up until it is closed. */
export interface FixAtWork {
  write(entry: FixEntry): void
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

  /** The last fix for this check that changed something and was not taken back. */
  lastFor(check: CheckId): MadeFix | undefined {
    return this.made.findLast((one) => one.check === check)
  }

  /** Writes down what begins. Refused while another set-up, or an installation of this one, is at work (`CW3010`). */
  async begin(first: FixEntry): Promise<Result<FixAtWork>> {
    const lock = await takeLock(this.#dependencies.stateFolder)
    if (!lock.ok) return lock
    // Another set-up may have made fixes since this one started.
    this.#file = this.#open()
    const opened = this.#file
    if (!opened.ok) {
      lock.value.release()
      return opened
    }
    const write = (entry: FixEntry) => {
      opened.value.append(entry)
      this.#dependencies.changed()
    }
    try {
      write(first)
    } catch (error) {
      lock.value.release()
      throw error
    }
    return succeeded({
      write,
      close: async () => {
        opened.value.close()
        lock.value.release()
      },
    })
  }

  #open(): Result<LineFile<FixEntry>> {
    return LineFile.open(this.#dependencies.path, this.#dependencies.now, kind)
  }
}
