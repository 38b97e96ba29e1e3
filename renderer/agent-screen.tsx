import { Button } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'
import { type AgentState } from '../contract/wizard-api.ts'
import { CommandBox } from './parts/copy.tsx'
import { FailureBox } from './parts/failure-box.tsx'
import { Verdict } from './parts/verdict.tsx'
import { useSentences } from './sentences.ts'
import { useAct, useSay } from './wizard.ts'

/** Works in both kinds of console. */
const setupCommand = 'cmd /c "C:\\Program Files\\Causeway Setup\\causeway-setup.cmd"'

/** Shown in place of every page while the set-up agent is not there. */
export function AgentScreen({ agent }: { agent: AgentState }) {
  const say = useSay()
  const act = useAct()
  const { failure } = useSentences()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = say('shell.setup')
    heading.current?.focus()
  }, [say, agent.is])
  const startAgain = (
    <Button appearance="primary" onClick={() => void act('restartAgent', {})}>
      {say('shell.agent.startAgain')}
    </Button>
  )
  return (
    <main className="main agent">
      <div className="column">
        <div className="head">
          <h1 ref={heading} tabIndex={-1}>
            {say('shell.setup')}
          </h1>
        </div>
        {(agent.is === 'starting' || agent.is === 'connected') && (
          <Verdict of="running" says={say('shell.agent.starting')} sub={say('shell.agent.startingSub')} />
        )}
        {agent.is === 'ended' && (
          <>
            <Verdict of="fail" says={say('shell.agent.ended')} sub={say('shell.agent.endedSub')} act={startAgain} />
            <FailureBox
              {...failure(agent.failure)}
              code={agent.failure.code}
              {...(agent.failure.detail === undefined ? {} : { detail: agent.failure.detail })}
            />
          </>
        )}
        {agent.is === 'consentRefused' && (
          <Verdict of="warn" says={say('shell.agent.consentRefused')} sub={say('shell.agent.consentRefusedSub')} act={startAgain} />
        )}
        {agent.is === 'windowElevated' && (
          <Verdict of="fail" says={say('shell.agent.windowElevated')} sub={say('shell.agent.windowElevatedSub')} />
        )}
        {agent.is === 'consentRefused' && (
          <div className="other-way">
            <p>{say('shell.agent.continueReadOnlySub')}</p>
            <Button onClick={() => void act('continueReadOnly', {})}>{say('shell.agent.continueReadOnly')}</Button>
          </div>
        )}
        {(agent.is === 'consentRefused' || agent.is === 'windowElevated') && (
          <div className="other-way">
            <p>{say('shell.agent.otherWay')}</p>
            <CommandBox text={setupCommand} />
          </div>
        )}
      </div>
    </main>
  )
}
