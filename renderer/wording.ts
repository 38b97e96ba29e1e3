import { createInstance, type i18n, type TFunction } from 'i18next'
import { type Language } from '../contract/wording/languages.ts'
import { en } from './wording/en.ts'
import { zhCN } from './wording/zh-CN.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** Says a text of the window in one language: `say('shell.back')`, `say('checkServer.passed', { count: 14 })`. */
export type Say = TFunction

const texts: i18n = createInstance()
void texts.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
  // React escapes what it renders; escaping twice would show entities.
  interpolation: { escapeValue: false },
  initAsync: false,
})

const fixed = { en: texts.getFixedT('en'), 'zh-CN': texts.getFixedT('zh-CN') } satisfies Record<Language, Say>

export const sayIn = (language: Language): Say => fixed[language]
