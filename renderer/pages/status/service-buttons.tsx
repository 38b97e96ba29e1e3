import { Button } from '@fluentui/react-components'
import { ArrowReset20Regular, Delete20Regular, Stop20Regular, Wrench20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { useAct, useGo, useSay } from '../../wizard.ts'
import { serviceActions, type StatusVerdict } from './status-view.ts'

/** What can be done with the service. What ends connections asks once more. */
export function ServiceButtons({ verdict }: { verdict: StatusVerdict }) {
  const say = useSay()
  const act = useAct()
  const go = useGo()
  const [asking, setAsking] = useState<'no' | 'stop'>('no')
  const { primary, mayStop, mayRestart, mayUninstall } = serviceActions(verdict)
  if (!mayStop && !mayRestart && !mayUninstall) return null
  const stop = () => {
    setAsking('no')
    void act('stopService', {})
  }
  return (
    <div className="line wraps">
      {mayRestart && (
        <Button size="small" icon={<ArrowReset20Regular />} onClick={() => void act('restartService', {})}>
          {say('status.restart')}
        </Button>
      )}
      {mayStop && (
        <Button size="small" icon={<Stop20Regular />} onClick={() => setAsking('stop')}>
          {say('status.stop')}
        </Button>
      )}
      {mayUninstall && primary !== 'repair' && (
        <Button size="small" icon={<Wrench20Regular />} onClick={() => go({ mode: 'managed', page: 'repair' })}>
          {say('status.repair')}
        </Button>
      )}
      {mayUninstall && (
        <Button size="small" icon={<Delete20Regular />} onClick={() => go({ mode: 'managed', page: 'uninstall' })}>
          {say('status.uninstall')}
        </Button>
      )}
      {asking === 'stop' && (
        <ConfirmDialog
          title={say('status.confirmStop.title')}
          confirm={say('status.confirmStop.yes')}
          keep={say('status.confirmStop.no')}
          onConfirm={stop}
          onKeep={() => setAsking('no')}
        >
          {say('status.confirmStop.says')}
        </ConfirmDialog>
      )}
    </div>
  )
}
