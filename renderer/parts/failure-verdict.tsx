import { type ReactNode } from 'react'
import { type Failure } from '../../contract/error-codes.ts'
import { useSentences } from '../sentences.ts'
import { CodeTag } from './tag.tsx'
import { Verdict } from './verdict.tsx'

/** A failure that is the state of the whole page: what happened, why and what to do, its code; `act` beside it. */
export function FailureVerdict({ failure, of = 'fail', act }: { failure: Failure; of?: 'fail' | 'warn' | 'undone'; act?: ReactNode }) {
  const { failure: say, gap } = useSentences()
  const { title, cause, next } = say(failure)
  return (
    <Verdict
      of={of}
      says={title}
      sub={
        <>
          {cause}
          {gap}
          {next} <CodeTag code={failure.code} />
          {failure.detail !== undefined && <div className="caption quiet mono any">{failure.detail}</div>}
        </>
      }
      {...(act === undefined ? {} : { act })}
    />
  )
}
