import {
  ArrowLeft20Regular,
  Box20Regular,
  Certificate20Regular,
  CheckmarkCircle20Regular,
  Delete20Regular,
  DocumentText20Regular,
  HeartPulse20Regular,
  Pulse20Regular,
  Server20Regular,
  Settings20Regular,
  TaskListLtr20Regular,
  Wrench20Regular,
  type FluentIcon,
} from '@fluentui/react-icons'
import { openPages, stepMarks, steps, type ManagedPage, type Place, type StepMark } from '../navigation.ts'
import { useSentences } from '../sentences.ts'
import { useGo, useSay, useSnapshot } from '../wizard.ts'
import { LanguageChoice } from './language-choice.tsx'
import { OutcomeIcon } from './outcome-icon.tsx'
import { RailMenu } from './rail-menu.tsx'

const pageIcons: Record<ManagedPage, FluentIcon> = {
  status: HeartPulse20Regular,
  connectivity: Pulse20Regular,
  checks: TaskListLtr20Regular,
  logs: DocumentText20Regular,
  settings: Settings20Regular,
  bundle: Box20Regular,
  repair: Wrench20Regular,
  enrollAgain: Certificate20Regular,
  uninstall: Delete20Regular,
}

function MachineBlock({ place }: { place: Place }) {
  const { server, service } = useSnapshot()
  const { engine } = useSentences()
  const location = service.is === 'running' ? service.status.connector.locationName : undefined
  const lines = place.mode === 'managed' && location !== undefined ? [location] : [server.system, server.domain]
  return (
    <div className="machine">
      <span className="line">
        <Server20Regular aria-hidden />
        <span className="name cut" title={server.machineName}>
          {server.machineName}
        </span>
      </span>
      {lines.map(
        (text) =>
          text !== undefined &&
          text !== '' && (
            <span key={text} className="caption quiet about cut" title={text}>
              {text}
            </span>
          ),
      )}
      {server.simulated && <span className="tag simulated">{engine.simulatedServer}</span>}
    </div>
  )
}

function StepIcon({ mark, number }: { mark: StepMark; number: number }) {
  const say = useSay()
  if (mark === 'done') return <CheckmarkCircle20Regular role="img" aria-label={say('shell.rail.done')} />
  if (mark === 'doneWithWarnings') return <OutcomeIcon of="warn" label={say('shell.rail.doneWithWarnings')} />
  return <span className="number">{number}</span>
}

function Steps({ place }: { place: Extract<Place, { mode: 'setup' }> }) {
  const snapshot = useSnapshot()
  const say = useSay()
  const go = useGo()
  return (
    <nav aria-label={say('shell.rail.steps')}>
      <ol className="steps">
        {stepMarks(snapshot, place.page).map(({ step, mark, reachable }, index) => {
          const words = (
            <>
              <StepIcon mark={mark} number={index + 1} />
              <span>{say(`shell.pages.${step}`)}</span>
            </>
          )
          return (
            <li key={step} aria-current={mark === 'current' ? 'step' : undefined}>
              {reachable && mark !== 'current' ? (
                <button type="button" className={`step ${mark}`} onClick={() => go({ mode: 'setup', page: step })}>
                  {words}
                </button>
              ) : (
                <span className={`step ${mark}`}>{words}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function Pages({ place }: { place: Extract<Place, { mode: 'managed' }> }) {
  const say = useSay()
  const go = useGo()
  const snapshot = useSnapshot()
  const pages = openPages(snapshot)
  const mayGoBack = !pages.includes('status')
  return (
    <>
      <nav aria-label={say('shell.rail.pages')}>
        <ul className="steps">
          {mayGoBack && (
            <li>
              <button type="button" className="step" onClick={() => go({ mode: 'setup', page: 'checkServer' })}>
                <ArrowLeft20Regular aria-hidden />
                <span>{say('shell.rail.backToSetup')}</span>
              </button>
            </li>
          )}
          {pages.map((page) => {
            const Icon = pageIcons[page]
            const current = page === place.page
            return (
              <li key={page}>
                <button
                  type="button"
                  className={`step ${current ? 'current' : ''}`}
                  aria-current={current ? 'page' : undefined}
                  onClick={() => go({ mode: 'managed', page })}
                >
                  <Icon aria-hidden />
                  <span>{say(`shell.pages.${page}`)}</span>
                </button>
              </li>
            )
          })}
        </ul>
      </nav>
      <RailMenu
        label={say('shell.rail.allPages')}
        places={[
          ...(mayGoBack ? [{ mode: 'setup', page: 'checkServer' } as const] : []),
          ...pages.map((page) => ({ mode: 'managed', page }) as const),
        ]}
      />
    </>
  )
}

const helpPages = ['logs', 'bundle'] as const

/** Logs and bundle while set-up is not finished: when something goes wrong there is where they are needed most. */
function Help() {
  const say = useSay()
  const go = useGo()
  return (
    <nav className="help" aria-label={say('shell.rail.help')}>
      {helpPages.map((page) => {
        const Icon = pageIcons[page]
        return (
          <button key={page} type="button" className="step" onClick={() => go({ mode: 'managed', page })}>
            <Icon aria-hidden />
            <span>{say(`shell.pages.${page}`)}</span>
          </button>
        )
      })}
    </nav>
  )
}

/** Left of every page: the machine, then the steps of set-up or the pages after it. One line when zoomed. */
export function Rail({ place }: { place: Place }) {
  const { server } = useSnapshot()
  const say = useSay()
  return (
    <header className="rail">
      <MachineBlock place={place} />
      {place.mode === 'setup' ? <Steps place={place} /> : <Pages place={place} />}
      {place.mode === 'setup' && (
        <span className="caption quiet narrow-only" aria-hidden>
          {say('shell.stepOf', { step: steps.indexOf(place.page) + 1, steps: steps.length })}
        </span>
      )}
      {place.mode === 'setup' && <RailMenu label={say('shell.rail.help')} places={helpPages.map((page) => ({ mode: 'managed', page }))} />}
      {place.mode === 'setup' && <Help />}
      <div className="bottom caption quiet">
        <span>{say('shell.version', { version: server.version })}</span>
        <LanguageChoice />
      </div>
    </header>
  )
}
