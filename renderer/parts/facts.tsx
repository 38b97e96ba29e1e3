import { Fragment, type ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
}

/** Labels left (at most 160 wide), values right; stacked when zoomed: `<Facts rows={[{ label: 'Measured', value: '…' }]} />`. */
export function Facts({ rows }: { rows: readonly Fact[] }) {
  return (
    <dl className="facts">
      {rows.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
