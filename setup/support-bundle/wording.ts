/** The sentences of the support bundle by language. */
import { bundle as english } from '../../contract/wording/en/bundle.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { bundle as chinese } from '../../contract/wording/zh-CN/bundle.ts'

export const bundleWording = { en: english, 'zh-CN': chinese } as const satisfies Record<Language, object>
