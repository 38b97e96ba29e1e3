import { Button, Field, Input } from '@fluentui/react-components'
import { useAct, useDraft, useSay } from '../../wizard.ts'
import { OpenDialog } from '../../parts/open-dialog.tsx'

/** Tries the layers through another proxy, or without one. The service keeps the one it has. Shown while it is rendered. */
export function OtherProxyDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const act = useAct()
  const [address, setAddress] = useDraft('connectivity.otherProxy')
  const test = (proxy: string) => {
    onClose()
    void act('startConnectivity', { proxy })
  }
  const typed = address.trim()
  return (
    <OpenDialog
      title={say('connectivity.otherProxy.title')}
      surface="dialog-narrow"
      content="dialog-fields"
      onLeave={onClose}
      onSubmit={() => typed !== '' && test(typed)}
      actions={
        <>
          <Button onClick={onClose}>{say('connectivity.otherProxy.cancel')}</Button>
          <Button onClick={() => test('none')}>{say('connectivity.otherProxy.direct')}</Button>
          <Button type="submit" appearance="primary" disabled={typed === ''}>
            {say('connectivity.otherProxy.test')}
          </Button>
        </>
      }
    >
      <p>{say('connectivity.otherProxy.says')}</p>
      <Field label={say('connectivity.otherProxy.label')} hint={say('connectivity.otherProxy.hint')}>
        <Input autoFocus value={address} maxLength={300} onChange={(_, { value }) => setAddress(value)} />
      </Field>
    </OpenDialog>
  )
}
