import { Button, Checkbox } from '@fluentui/react-components'
import { useState } from 'react'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { NotWhole } from '../../parts/not-whole.tsx'
import { Page } from '../../parts/page.tsx'
import { ReadOnly } from '../../parts/read-only.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useAct, useDraft, useSay, useSnapshot } from '../../wizard.ts'
import { TakenBackList } from './taken-back-list.tsx'
import { WhatStays } from './what-stays.tsx'

/** What will be taken back, what becomes of the registration and what stays; then the removal, whose progress page 5 shows. */
export function UninstallPage() {
  const say = useSay()
  const act = useAct()
  const { install, ledger, server, service } = useSnapshot()
  const [keep, setKeep] = useDraft('uninstall.keepRegistration')
  const [asking, setAsking] = useState(false)
  const whole = install.is === 'installed'
  const ready = whole && server.elevated
  const changes = ledger.is === 'changed' ? ledger.changes : 0
  const location = whole ? install.plan.locationName : ''
  const others = service.is === 'running' ? service.others : undefined
  const isLast = others !== undefined && !others.some(({ health }) => health === 'healthy' || health === 'degraded')
  const uninstall = () => {
    setAsking(false)
    setKeep('')
    void act('uninstall', { keepRegistration: keep === 'yes' })
  }
  return (
    <Page
      lead={say('uninstall.lead')}
      buttons={
        <>
          <Button appearance={ready ? 'primary' : 'secondary'} disabled={!ready} onClick={() => setAsking(true)}>
            {say('uninstall.now')}
          </Button>
          <CloseButton says="close" />
        </>
      }
    >
      <ReadOnly adds={say('uninstall.adds')} />
      {!whole && <NotWhole install={install} />}
      {whole && (
        <>
          <Verdict
            of={isLast ? 'warn' : 'note'}
            says={say('uninstall.says', { count: changes })}
            sub={say(isLast ? 'uninstall.subLast' : 'uninstall.sub', { location })}
          />
          <Checkbox
            checked={keep !== 'yes'}
            disabled={!server.elevated}
            label={say('uninstall.endRegistration', { name: install.plan.connectorName, location })}
            onChange={(_, { checked }) => setKeep(checked === true ? '' : 'yes')}
          />
          <p className="caption second">{say(keep === 'yes' ? 'uninstall.registrationStays' : 'uninstall.registrationEnds')}</p>
          <TakenBackList rows={install.rows} keepRegistration={keep === 'yes'} />
          <WhatStays />
        </>
      )}
      {asking && (
        <ConfirmDialog
          title={say('uninstall.confirm.title', { machine: server.machineName })}
          confirm={say('uninstall.confirm.yes')}
          keep={say('uninstall.confirm.no')}
          onConfirm={uninstall}
          onKeep={() => setAsking(false)}
        >
          {say('uninstall.confirm.says', { count: changes })}
        </ConfirmDialog>
      )}
    </Page>
  )
}
