import { useState } from 'react'
import { type ActionRow } from '../../../contract/install-plan.ts'
import { List, OpeningRow, Row } from '../../parts/row.tsx'
import { Section } from '../../parts/section.tsx'
import { useSentences } from '../../sentences.ts'
import { useSay } from '../../wizard.ts'
import { stretches, type Stretch } from './install-view.ts'

/** Neighbouring actions that ended alike in one row; a row opens to what it holds. */
export function WhatHappened({ rows }: { rows: readonly ActionRow[] }) {
  const say = useSay()
  return (
    <Section title={say('install.whatHappened')}>
      <List label={say('install.whatHappened')}>
        {stretches(rows).map((stretch) => (
          <StretchRow key={stretch.from} stretch={stretch} />
        ))}
      </List>
    </Section>
  )
}

function StretchRow({ stretch }: { stretch: Stretch }) {
  const say = useSay()
  const { engine, complete, failure } = useSentences()
  const [open, setOpen] = useState(false)
  const { from, to, mark, rows } = stretch
  const what = (row: ActionRow) => engine.actions[row.action.name].what
  const first = rows[0]
  const title =
    from === to && first !== undefined ? say('install.stretch.one', { from, what: what(first) }) : say('install.stretch.many', { from, to })
  const why = stretch.failure === undefined ? '' : failure(stretch.failure).title
  const found = (): string => {
    switch (mark) {
      case 'undone':
        return say('install.stretch.undone', { count: rows.length })
      case 'pass':
        return say('install.stretch.pass', { count: rows.length })
      case 'fail':
        return stretch.milliseconds === undefined
          ? say('install.stretch.undoFailed', { why })
          : say('install.stretch.failed', { why, time: complete('{seconds:duration}', { seconds: stretch.milliseconds / 1000 }) })
      case 'running':
        return say('install.stretch.running')
      case 'waiting':
      case 'skip':
        return say('install.stretch.skip')
    }
  }
  const changes = rows.flatMap((row) => row.action.changes)
  if (mark === 'skip' || (rows.length === 1 && changes.length === 0 && stretch.failure?.detail === undefined)) {
    return <Row of={mark} title={title} found={found()} quietTitle={mark === 'skip'} />
  }
  return (
    <OpeningRow of={mark} title={title} found={found()} open={open} onToggle={() => setOpen(!open)}>
      {stretch.failure !== undefined && (
        <p>
          {failure(stretch.failure).cause}
          {stretch.failure.detail !== undefined && <span className="block caption quiet mono any">{stretch.failure.detail}</span>}
        </p>
      )}
      <ul className="stack">
        {rows.map((row) => (
          <li key={row.action.name}>
            {what(row)}
            {row.action.changes.map((change) => (
              <span key={`${change.kind} ${change.what}`} className="block caption quiet">
                {engine.changes[change.kind]} <span className="mono any">{change.what}</span>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </OpeningRow>
  )
}
