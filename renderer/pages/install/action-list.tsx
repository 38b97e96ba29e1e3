import { type ActionRow } from '../../../contract/install-plan.ts'
import { useNow } from '../../parts/clock.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { rowMark, rowMilliseconds } from './install-view.ts'

/** The actions in order, each with its state and its time; seconds count beside the one in work. Rows never move. */
export function ActionList({ rows }: { rows: readonly ActionRow[] }) {
  const say = useSay()
  const now = useNow(rows.some((row) => row.state.is === 'running'))
  return (
    <ol className="list" aria-label={say('install.actions')}>
      {rows.map((row) => (
        <ActionLine key={row.action.name} row={row} now={now} />
      ))}
    </ol>
  )
}

const weights = { waiting: 'quiet', running: 'strong', fail: 'strong', skip: 'quiet', pass: '', undone: '' } as const

function ActionLine({ row, now }: { row: ActionRow; now: number }) {
  const say = useSay()
  const { engine, complete, failure } = useSentences()
  const mark = rowMark(row)
  const ms = rowMilliseconds(row, now)
  const seconds = ms === undefined ? undefined : row.state.is === 'running' ? Math.floor(ms / 1000) : ms / 1000
  // Less than a second is said in milliseconds: "0 s" reads as if nothing had been done.
  const time =
    seconds === undefined || ms === undefined
      ? ''
      : row.state.is !== 'running' && ms < 1000
        ? complete('{ms:milliseconds}', { ms: Math.round(ms) })
        : complete('{seconds:duration}', { seconds })
  const refused = row.state.is === 'failed' || row.state.is === 'undoFailed' ? failure(row.state.failure).title : undefined
  return (
    <li aria-current={mark === 'running' ? 'step' : undefined}>
      <div className="item dense">
        <OutcomeIcon of={mark} />
        <span>
          <span className={weights[mark]}>{engine.actions[row.action.name].what}</span>
          {refused !== undefined && <span className="second block">{refused}</span>}
        </span>
        <span className="quiet num">{row.state.is === 'running' ? say('install.soFar', { time }) : time}</span>
      </div>
    </li>
  )
}
