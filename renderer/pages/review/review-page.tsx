import './review.css'
import { Button, Link } from '@fluentui/react-components'
import { useState } from 'react'
import { type InstallPlan } from '../../../contract/install-plan.ts'
import { Facts } from '../../parts/facts.tsx'
import { BackButton, CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { RichText } from '../../parts/rich-text.tsx'
import { Section } from '../../parts/section.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useDraft, useSay, useSnapshot } from '../../wizard.ts'
import { changeGroups, expectedMinutes, goesDirectly } from './review-view.ts'
import { SaveParameters } from './save-parameters.tsx'

/** Step 4: everything that will be done, before anything is done. */
export function ReviewPage() {
  const { plan } = useSnapshot()
  const say = useSay()
  const act = useAct()
  const [starting, setStarting] = useState(false)
  const start = async () => {
    if (starting) return
    setStarting(true)
    // The page gives way to the installation by itself, as soon as the engine says that it runs.
    await act('startInstall', {})
    setStarting(false)
  }
  return (
    <Page
      {...(plan === undefined ? {} : { lead: say('review.lead') })}
      buttons={
        <>
          <BackButton to="resourceLocation" />
          <Button
            appearance={plan === undefined ? 'secondary' : 'primary'}
            disabled={plan === undefined}
            disabledFocusable={starting}
            onClick={() => void start()}
          >
            {say('review.install')}
          </Button>
          <CloseButton />
        </>
      }
    >
      {plan === undefined ? <Verdict of="note" says={say('review.noPlan')} sub={say('review.noPlanSub')} /> : <Plan plan={plan} />}
    </Page>
  )
}

function Plan({ plan }: { plan: InstallPlan }) {
  const say = useSay()
  const { engine, complete } = useSentences()
  const [open, setOpen] = useDraft('review.everything')
  const isOpen = open === 'open'
  const minutes = expectedMinutes(plan)
  return (
    <>
      <Facts
        rows={[
          {
            label: say('review.connector'),
            value: (
              <RichText
                text={say('review.connectorIn', { organization: plan.organizationName })}
                with={{
                  connector: <b className="strong">{plan.connectorName}</b>,
                  location: <b className="strong">{plan.locationName}</b>,
                }}
              />
            ),
          },
          { label: say('review.time'), value: minutes === 0 ? say('review.underMinute') : say('review.minutes', { count: minutes }) },
          { label: say('review.undo'), value: say('review.undoSays') },
        ]}
      />
      <Section
        title={say('review.whatWillBeDone')}
        note={say('review.actions', { count: plan.actions.length })}
        action={
          <Link as="button" className="caption" aria-expanded={isOpen} onClick={() => setOpen(isOpen ? '' : 'open')}>
            {say(isOpen ? 'review.hideEverything' : 'review.showEverything')}
          </Link>
        }
      >
        <ol className="list">
          {plan.actions.map((action, index) => (
            <li key={action.name}>
              <div className="item two action">
                <span className="quiet num centered">{index + 1}</span>
                <span>{engine.actions[action.name].what}</span>
                <span className="found quiet">
                  {goesDirectly(action) ? say('review.directly') : complete(engine.actions[action.name].how, action.values)}
                </span>
              </div>
              {isOpen && action.changes.length > 0 && (
                <ul className="action-changes">
                  {action.changes.map((change) => (
                    <li key={`${change.kind} ${change.what}`} className="caption">
                      <span className="quiet">{engine.changes[change.kind]}</span>
                      <span className="mono any">{change.what}</span>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
        {isOpen && (
          <p className="caption quiet num">
            {say('review.changes', { count: changeGroups(plan).reduce((sum, group) => sum + group.changes.length, 0) })}
          </p>
        )}
      </Section>
      <SaveParameters />
    </>
  )
}
