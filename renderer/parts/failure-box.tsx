import { OutcomeIcon } from './outcome-icon.tsx'
import { CodeTag } from './tag.tsx'

/** A failure beside other content (the verdict is for the state of the whole page): what, why, what to do, code, technical detail. */
export function FailureBox({
  title,
  cause,
  next,
  code,
  detail,
}: {
  title: string
  cause: string
  next: string
  code: string
  detail?: string
}) {
  return (
    <div className="failure list" role="alert">
      <div className="item">
        <OutcomeIcon of="fail" />
        <div className="stack">
          <span className="strong">{title}</span>
          <span className="second">{cause}</span>
          <span className="second">{next}</span>
          {detail !== undefined && <span className="caption quiet mono any">{detail}</span>}
        </div>
        <CodeTag code={code} />
      </div>
    </div>
  )
}
