import { type ReactNode } from 'react'
import { useSay } from '../wizard.ts'

/** A short word in a frame: `<Tag tone="fail">Blocks</Tag>`. */
export function Tag({ tone = 'plain', children }: { tone?: 'plain' | 'fail'; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>
}

/** A permanent code (CW1014), quiet, in the type of what is copied. */
export function CodeTag({ code }: { code: string }) {
  const say = useSay()
  return (
    <span className="caption quiet mono">
      <span className="unseen">{say('shell.code')} </span>
      {code}
    </span>
  )
}
