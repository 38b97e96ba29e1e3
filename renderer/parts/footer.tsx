import { Button } from '@fluentui/react-components'
import { type ReactNode } from 'react'
import { Ledger } from './ledger.tsx'
import { MoreMenu, type ExtraAction } from './more-menu.tsx'
import { useAct, useGo, useSay } from '../wizard.ts'
import { type Step } from '../navigation.ts'

/** Ledger left, buttons right; `extra` becomes a menu when zoomed, `more` always is one. */
export function Footer({
  extra = [],
  more = [],
  buttons,
}: {
  extra?: readonly ExtraAction[]
  more?: readonly ExtraAction[]
  buttons: ReactNode
}) {
  return (
    <footer className="foot">
      <Ledger where="footer" />
      {more.length > 0 && <MoreMenu actions={more} className="wide-only" />}
      {extra.map(({ label, icon, disabled, onSelect }) => (
        <Button key={label} className="wide-only" disabled={disabled === true} onClick={onSelect} {...(icon === undefined ? {} : { icon })}>
          {label}
        </Button>
      ))}
      {extra.length + more.length > 0 && <MoreMenu actions={[...extra, ...more]} className="narrow-only" />}
      {buttons}
    </footer>
  )
}

/** Back to a step; what was typed is kept. */
export function BackButton({ to }: { to: Step }) {
  const say = useSay()
  const go = useGo()
  return <Button onClick={() => go({ mode: 'setup', page: to })}>{say('shell.back')}</Button>
}

/** On to a step. The primary button of the page unless the page has the fix in it (`primary={false}`). */
export function NextButton({ to, disabled = false, primary = true }: { to: Step; disabled?: boolean; primary?: boolean }) {
  const say = useSay()
  const go = useGo()
  return (
    <Button appearance={primary && !disabled ? 'primary' : 'secondary'} disabled={disabled} onClick={() => go({ mode: 'setup', page: to })}>
      {say('shell.next')}
    </Button>
  )
}

/** Closes the window: Cancel before anything was changed, Close after the work. */
export function CloseButton({ says = 'cancel' }: { says?: 'cancel' | 'close' }) {
  const say = useSay()
  const act = useAct()
  return <Button onClick={() => void act('closeWindow', {})}>{say(`shell.${says}`)}</Button>
}
