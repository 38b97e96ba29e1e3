import { type HistoryRange } from '../contract/history.ts'
import { type Language } from '../contract/wording/languages.ts'

const locales = { en: 'en-GB', 'zh-CN': 'zh-CN' } as const satisfies Record<Language, string>

const said = (instant: string, language: Language, options: Intl.DateTimeFormatOptions): string => {
  const at = new Date(instant)
  // An unreadable date stays as it is: it must be seen, not hidden.
  return Number.isNaN(at.getTime()) ? instant : new Intl.DateTimeFormat(locales[language], options).format(at)
}

/** "14 March 2026", in the time zone of this machine. */
export const day = (instant: string, language: Language) => said(instant, language, { day: 'numeric', month: 'long', year: 'numeric' })

/** "18 November, 04:12". */
export const dayAndTime = (instant: string, language: Language) => {
  const date = said(instant, language, { day: 'numeric', month: 'long' })
  const time = said(instant, language, { hour: '2-digit', minute: '2-digit', hour12: false })
  return language === 'en' ? `${date}, ${time}` : `${date} ${time}`
}

/** "04:12". */
export const hourAndMinute = (instant: string, language: Language) =>
  said(instant, language, { hour: '2-digit', minute: '2-digit', hour12: false })

/** What tells places of a range of time apart: "04:12" within a day, "Wed 18" within a week, "18 Nov" within a month. */
export const shortMoment = (instant: string, range: HistoryRange, language: Language) =>
  said(
    instant,
    language,
    {
      '24h': { hour: '2-digit', minute: '2-digit', hour12: false } as const,
      '7d': { weekday: 'short', day: 'numeric' } as const,
      '30d': { day: 'numeric', month: 'short' } as const,
    }[range],
  )

/** "10:42:07". */
export const timeOfDay = (instant: string, language: Language) =>
  said(instant, language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })

const steps = [
  ['second', 1, 60],
  ['minute', 60, 60],
  ['hour', 3600, 24],
  ['day', 86_400, 30],
  ['month', 2_592_000, 12],
  ['year', 31_536_000, Infinity],
] as const

/** "6 seconds ago"; an instant in the future (clocks differ) counts as now. */
export const ago = (instant: string, now: number, language: Language): string => {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return instant
  const seconds = Math.max(0, Math.round((now - at) / 1000))
  const words = new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' })
  const [unit, size] = steps.find(([, one, many]) => seconds / one < many) ?? (['year', 31_536_000] as const)
  return words.format(-Math.floor(seconds / size), unit)
}
