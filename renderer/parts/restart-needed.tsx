import { Checkbox } from '@fluentui/react-components'
import { type ReactNode } from 'react'
import { type WaitingRestart } from '../../contract/install-plan.ts'
import { useAct, useSay, useSnapshot } from '../wizard.ts'
import { Facts } from './facts.tsx'
import { Section } from './section.tsx'
import { CodeTag } from './tag.tsx'
import { Verdict } from './verdict.tsx'

/** The server has to be restarted: why, and set-up going on by itself after it, which is off until the person agrees. */
export function RestartNeeded({ restart, sub }: { restart: WaitingRestart; sub?: ReactNode }) {
  const say = useSay()
  const act = useAct()
  const { server } = useSnapshot()
  return (
    <>
      <Verdict
        of="warn"
        says={say('restart.says')}
        sub={
          <>
            <p className="any">
              {say('restart.why', { file: restart.file })} <CodeTag code="CW3022" />
            </p>
            {sub}
          </>
        }
      />
      <Section title={say('restart.after')} note={say(restart.agreed ? 'restart.registered' : 'restart.notRegistered')}>
        <Checkbox
          checked={restart.agreed}
          disabled={!server.elevated}
          label={say('restart.agree')}
          onChange={(_, { checked }) => void act('agreeToGoOn', { agreed: checked === true })}
        />
        <p className="second">{say(restart.agreed ? `restart.then.${restart.then}` : `restart.otherwise.${restart.then}`)}</p>
        <Facts
          rows={[
            { label: say('restart.command'), value: <span className="mono">{restart.line}</span> },
            { label: say('restart.where'), value: <span className="mono">{restart.where}</span> },
            { label: say('restart.account'), value: say('restart.accountIs') },
            { label: say('restart.removed'), value: say('restart.removedWhen') },
          ]}
        />
      </Section>
    </>
  )
}
