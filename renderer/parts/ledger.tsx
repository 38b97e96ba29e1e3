import { ArrowUndo20Regular, Edit20Regular, ShieldCheckmark20Regular, type FluentIcon } from '@fluentui/react-icons'
import { type InstallState, type Ledger as LedgerState } from '../../contract/install-plan.ts'
import { mayCancel } from '../pages/install/install-view.ts'
import { useSay, useSnapshot } from '../wizard.ts'
import { type Say } from '../wording.ts'

const icons: Record<LedgerState['is'], FluentIcon> = {
  nothingChanged: ShieldCheckmark20Regular,
  changing: Edit20Regular,
  changed: Edit20Regular,
  interrupted: Edit20Regular,
  takenBack: ArrowUndo20Regular,
}

function sentence(ledger: LedgerState, install: InstallState, say: Say): string {
  switch (ledger.is) {
    case 'nothingChanged':
      return say('shell.ledger.nothingChanged')
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
      return left > 0 ? say('shell.ledger.takenBackPartly', { ...ledger, left }) : say('shell.ledger.takenBack', { ...ledger })
    }
  }
}

/** What has been changed on this server, read from the install journal. In the footer, or at the end of the page when zoomed. */
export function Ledger({ where }: { where: 'footer' | 'end' }) {
  const { ledger, install } = useSnapshot()
  const say = useSay()
  const Icon = icons[ledger.is]
  return (
    <p className={`ledger ${where}`}>
      <Icon aria-hidden />
      <span>{sentence(ledger, install, say)}</span>
    </p>
  )
}
