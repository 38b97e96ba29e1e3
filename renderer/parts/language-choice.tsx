import { Menu, MenuButton, MenuItemRadio, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { LocalLanguage16Regular } from '@fluentui/react-icons'
import { languages, type Language } from '../../contract/wording/languages.ts'
import { useLanguage, useSay, useWizard } from '../wizard.ts'

/** Each language in its own words, so that it is found by who cannot read the present one. */
const names: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' }

/** Switches the language of the window at once. */
export function LanguageChoice() {
  const say = useSay()
  const language = useLanguage()
  const setLanguage = useWizard((state) => state.setLanguage)
  return (
    <Menu
      surfaceMotion={null}
      checkedValues={{ language: [language] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const chosen = languages.find((name) => name === checkedItems[0])
        if (chosen !== undefined) setLanguage(chosen)
      }}
    >
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
          {languages.map((name) => (
            <MenuItemRadio key={name} name="language" value={name} lang={name}>
              {names[name]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
