import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { type ReactNode } from 'react'

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
    <Dialog open modalType="alert" surfaceMotion={null} onOpenChange={(_, { open }) => !open && onKeep()}>
      <DialogSurface backdropMotion={null} onKeyDown={(event) => event.key === 'Escape' && onKeep()}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions>
            <Button onClick={onConfirm}>{confirm}</Button>
            <Button appearance="primary" autoFocus onClick={onKeep}>
              {keep}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
