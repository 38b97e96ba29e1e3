import { ArrowUndo20Regular, DocumentError20Regular, Edit20Regular, ShieldCheckmark20Regular, type FluentIcon } from '@fluentui/react-icons'
import { type InstallState, type Ledger as LedgerState, type MadeFix } from '../../contract/install-plan.ts'
import { mayCancel } from '../pages/install/install-view.ts'
import { useSay, useSnapshot } from '../wizard.ts'
import { type Say } from '../wording.ts'

const icons: Record<LedgerState['is'], FluentIcon> = {
  nothingChanged: ShieldCheckmark20Regular,
  fixed: Edit20Regular,
  changing: Edit20Regular,
  changed: Edit20Regular,
  interrupted: Edit20Regular,
  takenBack: ArrowUndo20Regular,
  unreadable: DocumentError20Regular,
}

function sentence(ledger: LedgerState, install: InstallState, say: Say): string {
  switch (ledger.is) {
    case 'nothingChanged':
      return say('shell.ledger.nothingChanged')
    case 'fixed':
      return say('shell.ledger.fixed', { count: ledger.fixes.length })
    case 'unreadable':
      return say('shell.ledger.unreadable')
    case 'changing':
      // What Cancel would do is only said while it can be chosen.
      if (install.is === 'undoing') return say('shell.ledger.takingBack', { count: ledger.changes })
      return say(install.is === 'running' && !mayCancel(install) ? 'shell.ledger.changingToTheEnd' : 'shell.ledger.changing', {
        count: ledger.changes,
      })
    case 'changed':
      return say('shell.ledger.changed', { count: ledger.changes })
    case 'interrupted':
      return say('shell.ledger.interrupted', { count: ledger.changes })
    case 'takenBack': {
      const left = ledger.made - ledger.takenBack
      const counts = { made: ledger.made, takenBack: ledger.takenBack }
      if (left > 0) return say('shell.ledger.takenBackPartly', { ...counts, left })
      return say(ledger.fixes === undefined ? 'shell.ledger.takenBack' : 'shell.ledger.takenBackButFixes', counts)
    }
  }
}

/** Fixes stay when everything else is taken back, so they are told apart. */
const fixesBeside = (ledger: LedgerState): readonly MadeFix[] =>
  ledger.is === 'nothingChanged' || ledger.is === 'fixed' || ledger.is === 'unreadable' ? [] : (ledger.fixes ?? [])

/** What has been changed on this server, read from the install journal. In the footer, or at the end of the page when zoomed. */
export function Ledger({ where }: { where: 'footer' | 'end' }) {
  const { ledger, install } = useSnapshot()
  const say = useSay()
  const Icon = icons[ledger.is]
  const fixes = fixesBeside(ledger)
  return (
    <p className={`ledger ${where}`}>
      <Icon aria-hidden />
      <span>
        {sentence(ledger, install, say)}
        {fixes.length > 0 && ` ${say('shell.ledger.fixed', { count: fixes.length })}`}
      </span>
    </p>
  )
}
