import { bundle as english } from '../../../contract/wording/en/bundle.ts'
import { type Language } from '../../../contract/wording/languages.ts'
import { bundle as chinese } from '../../../contract/wording/zh-CN/bundle.ts'

/** Sentences that the bundle's own index page and the command line have too. */
export const bundleSentences = { en: english, 'zh-CN': chinese } as const satisfies Record<Language, object>
