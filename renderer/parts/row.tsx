import { ChevronDown20Regular, ChevronRight20Regular } from '@fluentui/react-icons'
import { useId, type ReactNode } from 'react'
import { OutcomeIcon, type OutcomeShape } from './outcome-icon.tsx'

/** A bordered list of rows with hairlines: `<List label="Warnings"><Row …/></List>`. */
export function List({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className="list" aria-label={label}>
      {children}
    </ul>
  )
}

/** What a row shows: an outcome, or an icon of its own. */
interface RowWords {
  of: OutcomeShape
  /** Replaces the outcome's icon. */
  icon?: ReactNode
  title: ReactNode
  /** Second part, what : found = 5 : 6. Leave out for a title over the whole width. */
  found?: ReactNode
  /** At the right before the chevron: tags, codes, times. */
  tags?: ReactNode
  /** 40 instead of 32 high, title semibold. */
  strong?: boolean
  quietTitle?: boolean
}

function Words({ of, icon, title, found, tags, strong, quietTitle, chevron }: RowWords & { chevron: ReactNode }) {
  const titleClass = [strong === true ? 'strong' : '', quietTitle === true ? 'quiet' : ''].join(' ').trim()
  return (
    <>
      {icon ?? <OutcomeIcon of={of} />}
      <span className={titleClass}>{title}</span>
      {found !== undefined && <span className="found quiet num">{found}</span>}
      <span className="tags">
        {tags}
        {chevron}
      </span>
    </>
  )
}

const rowClass = ({ found, strong }: RowWords) => `item ${strong === true ? '' : 'dense'} ${found === undefined ? '' : 'two'}`

/** A row that only says something. */
export function Row(p: RowWords) {
  return (
    <li>
      <div className={rowClass(p)}>
        <Words {...p} chevron={<span className="chevron-space" />} />
      </div>
    </li>
  )
}

/** A row that opens: the whole line is one button, the detail follows it. The caller keeps which rows are open. */
export function OpeningRow({
  open,
  onToggle,
  children,
  ...words
}: RowWords & { open: boolean; onToggle: () => void; children: ReactNode }) {
  const id = useId()
  const Chevron = open ? ChevronDown20Regular : ChevronRight20Regular
  return (
    <li>
      <button
        type="button"
        className={`${rowClass(words)} opening`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={onToggle}
      >
        <Words {...words} chevron={<Chevron className="quiet" aria-hidden />} />
      </button>
      {open && (
        <div id={id} className="detail">
          {children}
        </div>
      )}
    </li>
  )
}
