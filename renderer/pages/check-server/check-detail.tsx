import { Link } from '@fluentui/react-components'
import { catalogueRow, type CheckId } from '../../../contract/check-catalogue.ts'
import { type CheckResult } from '../../../contract/check-report.ts'
import { time } from '../../../contract/wording/format.ts'
import { useCheckSentences } from '../../check-sentences.ts'
import { CommandBox } from '../../parts/copy.tsx'
import { Facts, type Fact } from '../../parts/facts.tsx'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { useAct, useDraft, useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { type DoneRow } from './check-view.ts'
import { FixPart } from './fix-part.tsx'

function Measured({ id, result }: { id: CheckId; result: CheckResult }) {
  const say = useSay()
  const texts = useCheckSentences()
  const found = texts.found(id, result)
  return (
    <div className="check-measured num">
      {found !== '' && <span className={result.outcome === 'error' ? 'check-summary mono' : 'check-summary'}>{found}</span>}
      {result.evidence.map(texts.evidence).map(({ label, value }) => (
        <span key={`${label} ${value}`} className={found === '' ? undefined : 'caption quiet'}>
          {say('checkServer.evidence', { label, value })}
        </span>
      ))}
    </div>
  )
}

function HeldUp({ ids }: { ids: readonly CheckId[] }) {
  const { name } = useCheckSentences()
  return (
    <span className="line wraps check-held-up">
      {ids.map((id) => (
        <span key={id} className="line">
          <OutcomeIcon of="skip" />
          {name(id)}
        </span>
      ))}
    </span>
  )
}

const aboutProxies: ReadonlySet<CheckId> = new Set(['network.proxy-view', 'network.proxy-auth', 'network.proxy-script', 'network.tcp-443'])

/** What was measured, what is needed, why, what hangs on it, and every way out. `primary`: its fix is the button of the page. */
export function CheckDetail({ row, heldUp, primary = false }: { row: DoneRow; heldUp: readonly CheckId[]; primary?: boolean }) {
  const { id, override } = row
  const { result } = row.state
  const say = useSay()
  const act = useAct()
  const language = useLanguage()
  const texts = useCheckSentences()
  const [, setOverriding] = useDraft('checkServer.overriding')
  const [, setProxying] = useDraft('checkServer.proxy')
  // Afterwards it is a setting of the service, with a page of its own.
  const installed = useSnapshot().install.is === 'installed'
  const steps = result.outcome === 'pass' ? [] : texts.steps(id, result)
  const fix = texts.fix(id, result)
  const inTheWay = (result.outcome === 'fail' || result.outcome === 'error') && catalogueRow(id).severity === 'block'
  const command = result.remedy?.command
  const hasMeasured = texts.found(id, result) !== '' || result.evidence.length > 0
  const facts: (Fact | false)[] = [
    hasMeasured && { label: say('checkServer.facts.measured'), value: <Measured id={id} result={result} /> },
    { label: say('checkServer.facts.needed'), value: texts.needed(id, result) },
    { label: say('checkServer.facts.why'), value: texts.why(id, result) },
    steps.length > 0 && fix === undefined && { label: say('checkServer.facts.steps'), value: <Steps steps={steps} /> },
    heldUp.length > 0 && { label: say('checkServer.facts.heldUp'), value: <HeldUp ids={heldUp} /> },
    override !== undefined && {
      label: say('checkServer.facts.accepted'),
      value: say('checkServer.acceptedBy', { reason: override.reason, account: override.by, at: time(override.at, language) }),
    },
  ]
  return (
    <>
      <Facts rows={facts.filter((fact) => fact !== false)} />
      {fix !== undefined && <FixPart row={row} sentence={fix} primary={primary} />}
      {command !== undefined && (
        <div className="check-fix-line">
          <span className="quiet">{say(fix === undefined ? 'checkServer.commandAlone' : 'checkServer.command')}</span>
          <CommandBox text={command} />
        </div>
      )}
      <span className="line wraps">
        <Link as="button" onClick={() => void act('openLink', { link: 'docsCheck', of: id })}>
          {say('checkServer.about')}
        </Link>
        <Link as="button" className="check-second-link" onClick={() => void act('runChecks', { only: [id] })}>
          {say('checkServer.runOne')}
        </Link>
        {aboutProxies.has(id) && !installed && (
          <Link as="button" className="check-second-link" onClick={() => setProxying(id)}>
            {say('proxy.choose')}
          </Link>
        )}
        {override !== undefined && (
          <Link as="button" className="push" onClick={() => void act('withdrawOverride', { check: id })}>
            {say('checkServer.withdraw')}
          </Link>
        )}
        {inTheWay && override === undefined && catalogueRow(id).overridable && (
          <Link as="button" className="push" onClick={() => setOverriding(id)}>
            {say('checkServer.continueWithout')}
          </Link>
        )}
        {inTheWay && !catalogueRow(id).overridable && <span className="push caption quiet">{say('checkServer.blocked.final')}</span>}
      </span>
    </>
  )
}

function Steps({ steps }: { steps: readonly string[] }) {
  const [only] = steps
  if (steps.length === 1) return only
  return (
    <ol className="check-numbered">
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  )
}
