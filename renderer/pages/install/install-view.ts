/** What the install page shows of the state of an installation. Pure; the present time is handed in. */
import { type ActionRow, type InstallState } from '../../../contract/install-plan.ts'
import { type Failure } from '../../../contract/error-codes.ts'

export type RowMark = 'pass' | 'fail' | 'running' | 'waiting' | 'undone' | 'skip'

export const rowMark = (row: ActionRow): RowMark => {
  switch (row.state.is) {
    case 'waiting':
      return 'waiting'
    case 'running':
    case 'undoing':
      return 'running'
    case 'done':
      return 'pass'
    case 'failed':
    case 'undoFailed':
      return 'fail'
    case 'undone':
      return 'undone'
  }
}

/** Milliseconds that stand beside a row: counted while it runs, fixed once it ended, absent where none were measured. */
export const rowMilliseconds = (row: ActionRow, now: number): number | undefined => {
  if (row.state.is === 'running') return Math.max(0, now - Date.parse(row.state.since))
  if (row.state.is === 'done' || row.state.is === 'failed') return row.state.milliseconds
  return undefined
}

/** The action in work and its number from 1; the last one that ended when none is in work. */
export const currentAction = (rows: readonly ActionRow[]): { row: ActionRow; number: number } | undefined => {
  const running = rows.findIndex((row) => row.state.is === 'running' || row.state.is === 'undoing')
  const waiting = rows.findIndex((row) => row.state.is === 'waiting')
  const at = running !== -1 ? running : waiting !== -1 ? waiting : rows.length - 1
  const row = rows[at]
  return row === undefined ? undefined : { row, number: at + 1 }
}

/** Seconds that are left by the plan's own estimate; never negative. */
export const secondsLeft = (expectedSeconds: number, progress: number) =>
  Math.max(0, Math.round((expectedSeconds * (100 - progress)) / 100))

/**
 * How full the one bar is, 0 to 1. It fills while actions are done and empties while they are taken back; it never starts again.
 */
export const barValue = (install: InstallState): number => {
  if (install.is === 'none' || install.is === 'damaged' || install.is === 'undone') return 0
  if (install.is === 'installed') return 1
  if (install.is === 'running') return install.progress / 100
  const standing = install.rows.filter((row) => row.state.is === 'done' || row.state.is === 'undoing' || row.state.is === 'undoFailed')
  return Math.min(1, standing.reduce((sum, row) => sum + row.action.weight, 0) / 100)
}

/** Cancel takes everything back only until the point of no return. */
export const mayCancel = (install: InstallState): boolean => {
  if (install.is !== 'running' || install.work !== undefined) return false
  return currentAction(install.rows)?.row.action.cancellable ?? true
}

/** Neighbouring actions that ended alike, for the folded list of what happened. Numbers count from 1, both inclusive. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly mark: RowMark
  readonly rows: readonly ActionRow[]
  readonly failure?: Failure
  readonly milliseconds?: number
}

const stretchMark = (row: ActionRow): RowMark => (row.state.is === 'waiting' ? 'skip' : rowMark(row))

export const stretches = (rows: readonly ActionRow[]): Stretch[] => {
  const found: Stretch[] = []
  for (const [index, row] of rows.entries()) {
    const mark = stretchMark(row)
    const last = found.at(-1)
    if (last !== undefined && last.mark === mark && mark !== 'fail') {
      found[found.length - 1] = { ...last, to: index + 1, rows: [...last.rows, row] }
      continue
    }
    const failure = row.state.is === 'failed' || row.state.is === 'undoFailed' ? row.state.failure : undefined
    found.push({
      from: index + 1,
      to: index + 1,
      mark,
      rows: [row],
      ...(failure === undefined ? {} : { failure }),
      ...(row.state.is === 'failed' ? { milliseconds: row.state.milliseconds } : {}),
    })
  }
  return found
}

/** How an installation that was taken back ended. */
export type UndoneEnd = 'clean' | 'leftovers'

export const undoneEnd = (install: Extract<InstallState, { is: 'undone' }>): UndoneEnd =>
  install.takenBack < install.made || install.rows.some((row) => row.state.is === 'undoFailed') ? 'leftovers' : 'clean'

/** What is left on the server after an undo that did not succeed. */
export const leftovers = (rows: readonly ActionRow[]) =>
  rows.filter((row) => row.state.is === 'undoFailed').flatMap((row) => row.action.changes)

/** Whether a cause goes on from its title ("…did not start: a group policy denies…") instead of being a sentence of its own. */
export const joinsTitle = (cause: string) => /^\p{Ll}/u.test(cause)

/** Whether resuming has to enroll this server, for which somebody must be signed in. */
export const needsEnrollment = (rows: readonly ActionRow[]) => rows.some((row) => row.action.name === 'enroll' && row.state.is !== 'done')
