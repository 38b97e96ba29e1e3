import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { type LogEntry } from '../../../contract/log-entry.ts'
import { timeOfDay } from '../../moments.ts'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useLanguage, useSay } from '../../wizard.ts'

const shapes = { warn: 'warn', error: 'fail' } as const

/** Only the lines in sight are in the page. Follows the end unless the person has scrolled up to read. */
export function LogList({ entries }: { entries: readonly LogEntry[] }) {
  const say = useSay()
  const language = useLanguage()
  const box = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  // eslint-disable-next-line react-hooks/incompatible-library -- what it returns is used here only
  const list = useVirtualizer({
    count: entries.length,
    getScrollElement: () => box.current,
    estimateSize: () => 26,
    overscan: 12,
    initialRect: { width: 800, height: 360 },
  })
  useEffect(() => {
    if (following.current && entries.length > 0) list.scrollToIndex(entries.length - 1, { align: 'end' })
  }, [entries, list])
  return (
    <div
      ref={box}
      className="log-lines"
      // Reached by Tab and scrolled by the arrow keys, Page Up and Down, Home and End.
      tabIndex={0}
      role="table"
      aria-label={say('logs.lines')}
      aria-rowcount={entries.length}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        following.current = scrollTop + clientHeight >= scrollHeight - 40
      }}
    >
      <div role="rowgroup" style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map(({ index, start, key }) => {
          const entry = entries[index]
          if (entry === undefined) return null
          const { at, level, source, topic, message, more } = entry
          return (
            <div
              key={key}
              ref={list.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              className="log-entry"
              style={{ transform: `translateY(${start}px)` }}
            >
              <span role="cell" className="level">
                {level === 'warn' || level === 'error' ? (
                  <OutcomeIcon of={shapes[level]} label={say(`logs.levels.${level}`)} />
                ) : (
                  <span className="unseen">{say(`logs.levels.${level}`)}</span>
                )}
              </span>
              <span role="cell" className="quiet num nowrap" title={at}>
                {at === '' ? '' : timeOfDay(at, language)}
              </span>
              <span role="cell" className="quiet any">
                {topic === '' ? say(`logs.sources.${source}`) : topic}
              </span>
              <span role="cell" className="mono any">
                {message} {more !== undefined && <span className="quiet">{more}</span>}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
