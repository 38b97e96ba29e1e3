import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { accountOf, type ProxyDraft, proxyDraftOf, proxyOf } from '../../parts/proxy-draft.ts'
import { ProxyFields } from '../../parts/proxy-fields.tsx'
import { useAct, useDraft, useSay } from '../../wizard.ts'
import { OpenDialog } from '../../parts/open-dialog.tsx'

/** Another proxy for the service that is not installed yet, or whom the proxy knows it as. What is typed stays here and nowhere else. */
export function ProxyDialog() {
  const [open, setOpen] = useDraft('checkServer.proxy')
  return open === '' ? null : <ProxyForm onClose={() => setOpen('')} />
}

function ProxyForm({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const act = useAct()
  const [draft, setDraft] = useState<ProxyDraft>(proxyDraftOf({ is: 'system' }))
  const proxy = proxyOf(draft)
  const use = async () => {
    if (proxy === undefined) return
    const account = accountOf(draft)
    const answer = await act('useProxy', { proxy, ...(account === undefined ? {} : { account }) })
    if (answer?.ok !== true) return
    onClose()
    await act('runChecks', {})
  }
  return (
    <OpenDialog
      title={say('proxy.title')}
      content="dialog-fields"
      onLeave={onClose}
      onSubmit={() => void use()}
      actions={
        <>
          <Button onClick={onClose}>{say('proxy.leave')}</Button>
          <Button type="submit" appearance="primary" disabled={proxy === undefined}>
            {say('proxy.use')}
          </Button>
        </>
      }
    >
      <p>{say('proxy.says')}</p>
      <ProxyFields draft={draft} disabled={false} onChange={setDraft} />
    </OpenDialog>
  )
}
