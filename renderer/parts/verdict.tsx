import { type ReactNode } from 'react'
import { OutcomeIcon, type OutcomeShape } from './outcome-icon.tsx'

/**
 * The one tinted block of a page: `<Verdict of="fail" says="Not ready: one thing must be fixed first" sub="…" />`.
 * `act` stands at its right (below it when zoomed), children below the lines over the whole width (a progress bar).
 * pass, warn and fail are tinted; every other shape is neutral.
 */
export function Verdict({
  of,
  says,
  sub,
  act,
  children,
}: {
  of: OutcomeShape
  says: ReactNode
  sub?: ReactNode
  act?: ReactNode
  children?: ReactNode
}) {
  return (
    <section className={`verdict ${of}`}>
      <OutcomeIcon of={of} large />
      <div className="verdict-words" role="status">
        <p className="says">{says}</p>
        {sub !== undefined && <div className="sub">{sub}</div>}
      </div>
      {act !== undefined && <div className="act">{act}</div>}
      {children !== undefined && <div className="below">{children}</div>}
    </section>
  )
}
