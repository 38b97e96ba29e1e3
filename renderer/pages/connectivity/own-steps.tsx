import { Button, Link } from '@fluentui/react-components'
import { type Diagnosis } from '../../../contract/connectivity.ts'
import { ErrorCode } from '../../../contract/error-codes.ts'
import { Section } from '../../parts/section.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useGo, useSay, useSnapshot } from '../../wizard.ts'

/** What the person at this window can do: the next step of the cause, and the page on which it is done. */
export function OwnSteps({ diagnosis }: { diagnosis: Extract<Diagnosis, { is: 'notWorking' }> }) {
  const say = useSay()
  const act = useAct()
  const go = useGo()
  const { service } = useSnapshot()
  const { failure } = useSentences()
  const { code, values } = diagnosis
  const known = ErrorCode.safeParse(code)
  const next = known.success ? failure({ code: known.data, values }).next : say('connectivity.steps.inChecks')
  const page = known.success ? 'status' : 'checks'
  return (
    <Section
      title={say('connectivity.ask.administrator')}
      note={<CodeTag code={code} />}
      action={
        <Link as="button" className="caption" onClick={() => void act('openLink', { link: 'docsError', of: code })}>
          {say('connectivity.ask.about', { code })}
        </Link>
      }
    >
      <div className="ask">
        <p>{next}</p>
        {service.is !== 'notInstalled' && (
          <Button appearance="primary" onClick={() => go({ mode: 'managed', page })}>
            {say(`connectivity.steps.${page}`)}
          </Button>
        )}
      </div>
    </Section>
  )
}
