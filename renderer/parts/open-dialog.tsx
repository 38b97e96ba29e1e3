import { Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { type ReactNode } from 'react'

interface OpenDialogParts {
  title: string
  children: ReactNode
  /** Buttons, and what they stand in a row with. */
  actions: ReactNode
  /** Escape, and every other way out that is no button. */
  onLeave: () => void
  /** Makes a form of it: Enter in a field does what its submit button does. */
  onSubmit?: () => void
  /** Class names of the surface and of what is between title and buttons. */
  surface?: 'dialog-narrow' | 'wide'
  content?: 'dialog-fields' | 'stack'
  /** Buttons that want the whole width. */
  fluid?: boolean
}

/** The frame of a dialog that has to be answered. Shown while it is rendered. */
export function OpenDialog({ title, children, actions, onLeave, onSubmit, surface, content, fluid = false }: OpenDialogParts) {
  const body = (
    <DialogBody>
      <DialogTitle>{title}</DialogTitle>
      <DialogContent className={content}>{children}</DialogContent>
      <DialogActions fluid={fluid}>{actions}</DialogActions>
    </DialogBody>
  )
  return (
    <Dialog open modalType="alert" surfaceMotion={null} onOpenChange={(_, { open }) => !open && onLeave()}>
      <DialogSurface className={surface} backdropMotion={null} onKeyDown={(event) => event.key === 'Escape' && onLeave()}>
        {onSubmit === undefined ? (
          body
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              onSubmit()
            }}
          >
            {body}
          </form>
        )}
      </DialogSurface>
    </Dialog>
  )
}
