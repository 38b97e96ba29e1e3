import './forward-dialog.css'
import { Button } from '@fluentui/react-components'
import { DocumentArrowRight20Regular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { type Failure } from '../../contract/error-codes.ts'
import { useSentences } from '../sentences.ts'
import { useAct, useDraft, useLanguage, useSay, useWizard } from '../wizard.ts'
import { CopyButton } from './copy.tsx'
import { OpenDialog } from './open-dialog.tsx'

type Made =
  { readonly is: 'making' } | { readonly is: 'made'; readonly text: string } | { readonly is: 'failed'; readonly failure: Failure }

/** The button's action and the dialog that it opens; whether that is open survives a reload. */
export function useForward() {
  const say = useSay()
  const [open, setOpen] = useDraft('forward')
  return {
    action: { label: say('forward.open'), icon: <DocumentArrowRight20Regular />, onSelect: () => setOpen('open') },
    dialog: open === 'open' ? <ForwardDialog onClose={() => setOpen('')} /> : null,
  }
}

/** What to forward to the team of the firewall or proxy, as it will be copied or saved. Shown while it is rendered. */
function ForwardDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  const act = useAct()
  const language = useLanguage()
  const { failure: sentence } = useSentences()
  const ask = useWizard((state) => state.ask)
  const [made, setMade] = useState<Made>({ is: 'making' })
  const [says, setSays] = useState('')
  useEffect(() => {
    let left = false
    void ask('networkRequest', { format: 'text', language }).then((answer) => {
      if (left) return
      if (answer?.ok === true) setMade({ is: 'made', text: answer.value.text })
      else setMade({ is: 'failed', failure: answer?.failure ?? { code: 'CW9003', values: {} } })
    })
    return () => {
      left = true
    }
  }, [ask, language])
  const save = async (what: 'requestText' | 'requestCsv' | 'requestMarkdown') => {
    setSays('')
    const saved = await act('saveText', { what })
    if (saved?.ok === true) setSays(saved.value.is === 'saved' ? say('forward.saved', { path: saved.value.path }) : say('forward.notSaved'))
  }
  const isMade = made.is === 'made'
  return (
    <OpenDialog
      title={say('forward.title')}
      surface="wide"
      content="stack"
      fluid
      onLeave={onClose}
      actions={
        <>
          <Button disabled={!isMade} onClick={() => void save('requestText')}>
            {say('forward.saveText')}
          </Button>
          <Button disabled={!isMade} onClick={() => void save('requestCsv')}>
            {say('forward.saveCsv')}
          </Button>
          <Button disabled={!isMade} onClick={() => void save('requestMarkdown')}>
            {say('forward.saveMarkdown')}
          </Button>
          {isMade && <CopyButton text={made.text} label={say('forward.copy')} primary />}
          <Button onClick={onClose}>{say('forward.close')}</Button>
        </>
      }
    >
      <p>{say('forward.says')}</p>
      {made.is === 'making' && <p role="status">{say('forward.making')}</p>}
      {made.is === 'failed' && <p role="alert">{say('forward.failed', { title: sentence(made.failure).title })}</p>}
      {isMade && (
        // Reached by Tab, so that it can be scrolled by keyboard.
        <pre className="forward mono" tabIndex={0} aria-label={say('forward.content')}>
          {made.text}
        </pre>
      )}
      <p className={says === '' ? 'unseen' : 'caption second any'} role="status">
        {says}
      </p>
    </OpenDialog>
  )
}
