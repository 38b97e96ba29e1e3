import { Button } from '@fluentui/react-components'
import { ArrowReset20Regular, Delete20Regular, Stop20Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { useAct, useSay, useSnapshot } from '../../wizard.ts'
import { serviceActions, type StatusVerdict } from './status-view.ts'

/** What can be done with the service. What ends connections asks once more. */
export function ServiceButtons({ verdict }: { verdict: StatusVerdict }) {
  const say = useSay()
  const act = useAct()
  const [asking, setAsking] = useState<'no' | 'stop' | 'uninstall'>('no')
  const { mayStop, mayRestart, mayUninstall } = serviceActions(verdict)
  if (!mayStop && !mayRestart && !mayUninstall) return null
  const confirmed = (call: 'stopService' | 'uninstall') => {
    setAsking('no')
    void act(call, {})
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
      {mayUninstall && (
        <Button size="small" icon={<Delete20Regular />} onClick={() => setAsking('uninstall')}>
          {say('status.uninstall')}
        </Button>
      )}
      {asking === 'stop' && (
        <ConfirmDialog
          title={say('status.confirmStop.title')}
          confirm={say('status.confirmStop.yes')}
          keep={say('status.confirmStop.no')}
          onConfirm={() => confirmed('stopService')}
          onKeep={() => setAsking('no')}
        >
          {say('status.confirmStop.says')}
        </ConfirmDialog>
      )}
      {asking === 'uninstall' && <ConfirmUninstall onConfirm={() => confirmed('uninstall')} onKeep={() => setAsking('no')} />}
    </div>
  )
}

function ConfirmUninstall({ onConfirm, onKeep }: { onConfirm: () => void; onKeep: () => void }) {
  const say = useSay()
  const { ledger, server, service } = useSnapshot()
  const traffic = () => {
    if (service.is !== 'running' || service.others === undefined) return undefined
    const location = service.status.connector.locationName
    const alone = !service.others.some((other) => other.health === 'healthy' || other.health === 'degraded')
    return say(alone ? 'status.confirmUninstall.trafficLast' : 'status.confirmUninstall.traffic', { location })
  }
  const follows = traffic()
  return (
    <ConfirmDialog
      title={say('status.confirmUninstall.title', { machine: server.machineName })}
      confirm={say('status.confirmUninstall.yes')}
      keep={say('status.confirmUninstall.no')}
      onConfirm={onConfirm}
      onKeep={onKeep}
    >
      <p>
        {ledger.is === 'changed'
          ? say('status.confirmUninstall.says', { count: ledger.changes })
          : say('status.confirmUninstall.saysPlain')}
      </p>
      {follows !== undefined && <p>{follows}</p>}
    </ConfirmDialog>
  )
}
