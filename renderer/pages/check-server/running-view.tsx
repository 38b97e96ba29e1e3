import { useState } from 'react'
import { type CheckRow } from '../../../contract/check-report.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { secondsSince, useNow } from '../../parts/clock.ts'
import { Progress } from '../../parts/progress.tsx'
import { List } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSay } from '../../wizard.ts'
import { FindingRow, FoldedRows, PendingRow } from './check-rows.tsx'
import {
  awaited,
  countOutcomes,
  groupOf,
  isDone,
  noteLastPassed,
  runLines,
  shownGroupNames,
  type DoneRow,
  type LastPassed,
  type RunLine,
  type ShownGroup,
} from './check-view.ts'

type Lines = Readonly<Record<ShownGroup, readonly RunLine[]>>

const linesOf = (rows: readonly CheckRow[]): Lines => ({
  host: runLines(rows, 'host'),
  identity: runLines(rows, 'identity'),
  network: runLines(rows, 'network'),
})

/** What passed last is seen by watching, for the snapshot does not tell. */
function useLastPassed(rows: readonly CheckRow[]): LastPassed {
  const [seen, setSeen] = useState({ rows, last: noteLastPassed({}, [], rows) })
  if (seen.rows === rows) return seen.last
  const last = noteLastPassed(seen.last, seen.rows, rows)
  setSeen({ rows, last })
  return last
}

/** The checks while they run. While the pointer or the focus is on them their lines only change in place: none comes, goes or moves. */
export function RunningView({ rows }: { rows: readonly CheckRow[] }) {
  const say = useSay()
  const last = useLastPassed(rows)
  const [held, setHeld] = useState<Lines>()
  const lines = held ?? linesOf(rows)
  const hold = () => setHeld((already) => already ?? linesOf(rows))
  const letGo = () => setHeld(undefined)
  const counts = countOutcomes(rows)
  return (
    <>
      <Verdict
        of="running"
        says={
          counts.failures > 0
            ? say('checkServer.running.saysFailures', { ...counts, count: counts.failures })
            : counts.warnings > 0
              ? say('checkServer.running.saysWarnings', { ...counts, count: counts.warnings })
              : say('checkServer.running.says', counts)
        }
        sub={say('checkServer.running.sub')}
      >
        <Progress value={counts.done} max={counts.all} label={say('checkServer.running.progress', counts)} />
      </Verdict>
      <div className="column" onPointerEnter={hold} onPointerLeave={letGo} onFocus={hold} onBlur={letGo}>
        {shownGroupNames.map((group) => (
          <Group key={group} group={group} rows={rows} lines={lines[group]} last={last} />
        ))}
      </div>
    </>
  )
}

function Group({
  group,
  rows,
  lines,
  last,
}: {
  group: ShownGroup
  rows: readonly CheckRow[]
  lines: readonly RunLine[]
  last: LastPassed
}) {
  const say = useSay()
  const { name } = useCheckSentences()
  const own = rows.filter((row) => groupOf(row.id) === group)
  if (own.length === 0) return null
  const passed = own.filter(isDone).filter(({ state }) => state.result.outcome === 'pass')
  const waiting = own.filter(({ state }) => state.is === 'waiting' || state.is === 'cancelled').length
  const [first] = awaited(rows, group)
  const lastOne = last[group]
  return (
    <Section
      title={say(`checkServer.groups.${group}`)}
      note={say('checkServer.countIn', { done: own.filter(isDone).length, all: own.length })}
    >
      <List>
        {lines.map((line) => {
          switch (line.is) {
            case 'check': {
              const row = own.find(({ id }) => id === line.id)
              return row === undefined ? null : <RunningRow key={line.id} row={row} />
            }
            case 'waiting':
              return (
                <PendingRow
                  key="waiting"
                  of="waiting"
                  title={say('checkServer.running.waiting', { count: waiting })}
                  found={first === undefined ? '' : say('checkServer.running.waitsFor', { check: name(first) })}
                />
              )
            case 'passed':
              return (
                <FoldedRows
                  key="passed"
                  name={`passed.${group}`}
                  of="pass"
                  rows={passed}
                  title={say('checkServer.running.passed', { count: passed.length })}
                  found={lastOne === undefined ? '' : say('checkServer.running.last', { check: name(lastOne) })}
                />
              )
          }
        })}
      </List>
    </Section>
  )
}

function RunningRow({ row }: { row: CheckRow }) {
  const say = useSay()
  const { name } = useCheckSentences()
  const now = useNow(row.state.is === 'running')
  if (isDone(row)) return <FindingRow row={row satisfies DoneRow} />
  const seconds = row.state.is === 'running' ? secondsSince(row.state.since, now) : 0
  return (
    <PendingRow
      of={row.state.is === 'running' ? 'running' : 'waiting'}
      title={name(row.id)}
      found={seconds > 0 ? say('checkServer.running.seconds', { seconds }) : ''}
    />
  )
}
