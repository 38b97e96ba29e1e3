import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx'
import { useAct, useSay } from '../../wizard.ts'

/** Enrolling again begins with taking back: the old key must not stay. What follows is set-up from its first step. */
export function EnrollAgainButton() {
  const say = useSay()
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const takeBack = () => {
    setAsking(false)
    void act('uninstall', {})
  }
  return (
    <>
      <Button appearance="primary" onClick={() => setAsking(true)}>
        {say('status.enrollAgainButton')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={say('status.confirmEnrollAgain.title')}
          confirm={say('status.confirmEnrollAgain.yes')}
          keep={say('status.confirmEnrollAgain.no')}
          onConfirm={takeBack}
          onKeep={() => setAsking(false)}
        >
          {say('status.confirmEnrollAgain.says')}
        </ConfirmDialog>
      )}
    </>
  )
}
