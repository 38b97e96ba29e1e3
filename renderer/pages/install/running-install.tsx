import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { type InstallState } from '../../../contract/install-plan.ts'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { Page } from '../../parts/page.tsx'
import { Progress } from '../../parts/progress.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { ActionList } from './action-list.tsx'
import { InstallLog } from './install-log.tsx'
import { barValue, currentAction, mayCancel, secondsLeft } from './install-view.ts'

/** The installation at work: the action now, one bar, all actions, and Cancel until the point of no return. */
export function RunningInstall({ install }: { install: Extract<InstallState, { is: 'running' }> }) {
  const say = useSay()
  const act = useAct()
  const { ledger, signIn } = useSnapshot()
  const host = signIn.is === 'signedIn' ? new URL(signIn.controlPlane.address).host : say('install.controlPlane')
  const { complete, gap } = useSentences()
  const [asking, setAsking] = useState(false)
  const current = currentAction(install.rows)
  const cancellable = mayCancel(install)
  const seconds = secondsLeft(install.plan.expectedSeconds, install.progress)
  const where = { number: current?.number ?? 1, count: install.rows.length }
  const left =
    seconds < 5
      ? say('install.lastSeconds', where)
      : say('install.left', {
          ...where,
          left: complete('{seconds:duration}', { seconds: seconds > 60 ? Math.round(seconds / 60) * 60 : Math.ceil(seconds / 5) * 5 }),
        })
  const changes = ledger.is === 'changing' ? ledger.changes : 0
  const cancel = () => {
    setAsking(false)
    void act('cancelInstall', {})
  }
  return (
    <Page
      title={say('install.titles.running')}
      buttons={
        <Button disabled={!cancellable} onClick={() => setAsking(true)}>
          {say('install.cancelAndUndo')}
        </Button>
      }
    >
      <Verdict
        of="running"
        says={current === undefined ? say('install.titles.running') : say(`install.now.${current.row.action.name}`, { host })}
        sub={
          <span className="num">
            {left}
            {gap}
            {say(cancellable ? 'install.goesOn' : 'install.noReturn')}
          </span>
        }
      >
        <Progress value={Math.round(barValue(install) * 100)} label={say('install.bar')} />
      </Verdict>
      <ActionList rows={install.rows} />
      <InstallLog />
      {asking && cancellable && (
        <ConfirmDialog
          title={say('install.confirm.title')}
          confirm={say('install.confirm.yes')}
          keep={say('install.confirm.no')}
          onConfirm={cancel}
          onKeep={() => setAsking(false)}
        >
          {changes === 0 ? say('install.confirm.saysNone') : say('install.confirm.says', { count: changes })}
        </ConfirmDialog>
      )}
    </Page>
  )
}
