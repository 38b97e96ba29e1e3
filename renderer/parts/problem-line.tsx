import { useSentences } from '../sentences.ts'
import { useWizard } from '../wizard.ts'
import { FailureBox } from './failure-box.tsx'

/** The last call that failed, where the page does not show the failure as part of its state. Renders nothing otherwise. */
export function ProblemLine() {
  const problem = useWizard((state) => state.problem)
  const { failure } = useSentences()
  if (problem === undefined) return null
  return <FailureBox {...failure(problem)} code={problem.code} {...(problem.detail === undefined ? {} : { detail: problem.detail })} />
}
