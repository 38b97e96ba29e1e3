import { Button } from '@fluentui/react-components'
import { Facts } from '../../parts/facts.tsx'
import { useSay } from '../../wizard.ts'
import { type Changed, type SettingsChange } from './settings-view.ts'
import { OpenDialog } from '../../parts/open-dialog.tsx'

/** What will change and what follows from it, before it is done. */
export function ReviewChanges({
  changes,
  applying,
  onApply,
  onBack,
}: {
  changes: readonly SettingsChange[]
  applying: boolean
  onApply: () => void
  onBack: () => void
}) {
  const say = useSay()
  const labels = {
    proxy: say('settings.proxy'),
    account: say('proxy.user'),
    logLevel: say('settings.logLevel'),
    relay: say('settings.relay'),
    labels: say('labels.title'),
  }
  const restarts = changes.some(({ what }) => what !== 'labels')
  const apply = restarts
    ? ({ offered: 'settings.apply', running: 'settings.trying' } as const)
    : ({ offered: 'settings.labelsApply', running: 'settings.labelsChanging' } as const)
  const none = (what: Changed, value: string) => (value === '' ? say(what === 'labels' ? 'settings.noLabels' : 'settings.none') : value)
  return (
    <OpenDialog
      title={say('settings.reviewTitle')}
      content="stack"
      onLeave={onBack}
      actions={
        <>
          <Button disabled={applying} onClick={onBack}>
            {say('settings.goBack')}
          </Button>
          <Button appearance="primary" autoFocus disabled={applying} onClick={onApply}>
            {say(apply[applying ? 'running' : 'offered'])}
          </Button>
        </>
      }
    >
      <Facts
        rows={changes.map(({ what, before, after }) => ({
          label: labels[what],
          value: say('settings.fromTo', { before: none(what, before), after: none(what, after) }),
        }))}
      />
      {changes.some(({ what }) => what === 'labels') && <p>{say('settings.labelsFollow')}</p>}
      {restarts && <p>{say('settings.follows')}</p>}
    </OpenDialog>
  )
}
