/** A fix from its plan to its end: written down before, stopped at the first change that is refused, taken back on request. */
import { type CheckId } from '../../contract/check-catalogue.ts'
import { type FixChange } from '../../contract/fix-change.ts'
import { CodedError, failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type MadeFix } from '../../contract/install-plan.ts'
import { type Changed } from '../host/host-writer.ts'
import { type Doors, makeChange, takeBackChanges } from './fix-changes.ts'
import { type FixAtWork } from './fix-records.ts'

const limit = 30_000

const guarded = async (what: string, work: () => Promise<Changed>): Promise<Changed> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof CodedError) return failed(error.code, error.values)
    return failed('CW3011', { what, reason: error instanceof Error ? error.message : String(error) })
  }
}

/** `told` hears of each change that was really made, so that the ledger is true when a later one is refused. */
const makeAll = async (changes: readonly FixChange[], { writer }: Doors, told: () => void): Promise<Changed> => {
  const signal = AbortSignal.timeout(limit)
  let changed = false
  for (const change of changes) {
    const result = await makeChange(change, writer, signal)
    if (!result.ok) return result
    if (result.value.changed) told()
    changed ||= result.value.changed
  }
  return succeeded({ changed })
}

export const makeFix = async (
  { check, fix, changes }: { readonly check: CheckId; readonly fix: string; readonly changes: readonly FixChange[] },
  doors: Doors,
  record: FixAtWork | undefined,
): Promise<Changed> => {
  let changed = false
  const made = await guarded(fix, () => makeAll(changes, doors, () => (changed = true)))
  record?.write(made.ok ? { is: 'fixed', check, fix, changed } : { is: 'notFixed', check, fix, changed, failure: made.failure })
  return made
}

export const takeBackFix = async ({ check, fix, changes }: MadeFix, doors: Doors, record: FixAtWork): Promise<Result<object>> => {
  const taken = await guarded(fix, () => takeBackChanges(changes, doors))
  record.write(taken.ok ? { is: 'takenBack', check, fix } : { is: 'notTakenBack', check, fix, failure: taken.failure })
  return taken.ok ? succeeded({}) : taken
}
