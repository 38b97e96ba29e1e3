import { Menu, MenuButton, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, type MenuProps } from '@fluentui/react-components'
import { LocalLanguage16Regular } from '@fluentui/react-icons'
import { languages, type Language } from '../../contract/wording/languages.ts'
import { useLanguage, useSay, useWizard } from '../wizard.ts'

/** Each language in its own words, so that it is found by who cannot read the present one. */
const names: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' }

/** What a menu needs that holds the languages: the present one, and what choosing another does. */
export function useLanguageMenu(): Pick<MenuProps, 'checkedValues' | 'onCheckedValueChange'> {
  const language = useLanguage()
  const setLanguage = useWizard((state) => state.setLanguage)
  return {
    checkedValues: { language: [language] },
    onCheckedValueChange: (_, { checkedItems }) => {
      const chosen = languages.find((name) => name === checkedItems[0])
      if (chosen !== undefined) setLanguage(chosen)
    },
  }
}

export function LanguageItems() {
  return languages.map((name) => (
    <MenuItemRadio key={name} name="language" value={name} lang={name}>
      {names[name]}
    </MenuItemRadio>
  ))
}

/** Switches the language of the window at once. */
export function LanguageChoice() {
  const say = useSay()
  const language = useLanguage()
  return (
    <Menu surfaceMotion={null} {...useLanguageMenu()}>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton
          className="language"
          appearance="transparent"
          size="small"
          icon={<LocalLanguage16Regular />}
          aria-label={`${say('shell.language')}: ${names[language]}`}
        >
          {names[language]}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <LanguageItems />
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
