import { Button } from '@fluentui/react-components'
import { type ReactNode } from 'react'
import { OpenDialog } from './open-dialog.tsx'

interface ConfirmDialogWords {
  title: string
  /** What will happen, and what will follow from it. */
  children: ReactNode
  confirm: string
  keep: string
  onConfirm: () => void
  onKeep: () => void
}

/** Asks once more before something that ends work. Shown while it is rendered; keeping things as they are is the primary button. */
export function ConfirmDialog({ title, children, confirm, keep, onConfirm, onKeep }: ConfirmDialogWords) {
  return (
    <OpenDialog
      title={title}
      onLeave={onKeep}
      actions={
        <>
          <Button onClick={onConfirm}>{confirm}</Button>
          <Button appearance="primary" autoFocus onClick={onKeep}>
            {keep}
          </Button>
        </>
      }
    >
      {children}
    </OpenDialog>
  )
}
