import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { Navigation20Regular } from '@fluentui/react-icons'
import { type Place } from '../navigation.ts'
import { useGo, useSay } from '../wizard.ts'
import { LanguageItems, useLanguageMenu } from './language-choice.tsx'

/** Where the rail is one line there is no room for pages and languages: they stand behind one button. */
export function RailMenu({ label, places }: { label: string; places: readonly Place[] }) {
  const say = useSay()
  const go = useGo()
  return (
    <Menu surfaceMotion={null} {...useLanguageMenu()}>
      <MenuTrigger disableButtonEnhancement>
        <Button className="narrow-only" icon={<Navigation20Regular />}>
          {label}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {places.map((place) => (
            <MenuItem key={`${place.mode} ${place.page}`} onClick={() => go(place)}>
              {say(place.mode === 'setup' ? 'shell.rail.backToSetup' : `shell.pages.${place.page}`)}
            </MenuItem>
          ))}
          <MenuDivider />
          <LanguageItems />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
