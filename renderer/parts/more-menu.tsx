import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { MoreHorizontal20Regular } from '@fluentui/react-icons'
import { type ReactElement } from 'react'
import { useSay } from '../wizard.ts'

/** A rarely used action of a page. */
export interface ExtraAction {
  label: string
  icon?: ReactElement
  disabled?: boolean
  onSelect: () => void
}

/** Actions behind three dots. */
export function MoreMenu({ actions, className }: { actions: readonly ExtraAction[]; className?: string }) {
  const say = useSay()
  return (
    <Menu surfaceMotion={null}>
      <MenuTrigger disableButtonEnhancement>
        <Button className={className ?? ''} icon={<MoreHorizontal20Regular />} aria-label={say('shell.more')} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {actions.map(({ label, icon, disabled, onSelect }) => (
            <MenuItem key={label} disabled={disabled === true} onClick={onSelect} {...(icon === undefined ? {} : { icon })}>
              {label}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
