/**
 * Completes a sentence with named values: `{name}` as it is, `{seconds:duration}`, `{seconds:words}`, `{bytes:bytes}`, `{ms:milliseconds}`,
 * `{fraction:percent}`, `{at:time}`, `{service:proxy}`; codes of systems in `{reason}` and `{error}` get words. Pure, used by the window and by the
 * command line alike. An unknown name stays visible as `{name}`: a missing value must be seen, not hidden.
 */
import type { MessageValues } from '../error-codes.ts'
import type { Language } from './languages.ts'
import { reasonText } from './reasons.ts'

const units = {
  en: { h: ' h', min: ' min', s: ' s', ms: ' ms' },
  'zh-CN': { h: ' 小时', min: ' 分', s: ' 秒', ms: ' 毫秒' },
} as const satisfies Record<Language, unknown>

/** "7 min 12 s", "3 h 5 min", "4 s". `seconds` may be negative: the size is shown, the sentence says the direction. */
export const duration = (seconds: number, language: Language): string => {
  const u = units[language]
  const total = Math.round(Math.abs(seconds))
  const h = Math.floor(total / 3600)
  const min = Math.floor((total % 3600) / 60)
  const s = total % 60
  if (h > 0) return min > 0 ? `${h}${u.h} ${min}${u.min}` : `${h}${u.h}`
  if (min > 0) return s > 0 ? `${min}${u.min} ${s}${u.s}` : `${min}${u.min}`
  return `${s}${u.s}`
}

const unitWords = {
  en: { h: ['hour', 'hours'], min: ['minute', 'minutes'], s: ['second', 'seconds'] },
  'zh-CN': { h: ['小时', '小时'], min: ['分钟', '分钟'], s: ['秒', '秒'] },
} as const satisfies Record<Language, unknown>

/** "7 minutes 12 seconds", "1 hour", "2,160 hours" written out for titles; at most two units, the smaller ones are left out. */
export const durationInWords = (seconds: number, language: Language): string => {
  const total = Math.round(Math.abs(seconds))
  const parts = [
    { n: Math.floor(total / 3600), unit: 'h' },
    { n: Math.floor((total % 3600) / 60), unit: 'min' },
    { n: total % 60, unit: 's' },
  ] as const
  const first = parts.findIndex(({ n }) => n > 0)
  const shown = first === -1 ? parts.slice(2) : parts.slice(first, first + 2).filter(({ n }) => n > 0)
  return shown
    .map(({ n, unit }) => `${n.toLocaleString(language === 'en' ? 'en-US' : 'zh-CN')} ${unitWords[language][unit][n === 1 ? 0 : 1]}`)
    .join(' ')
}

/** "4 GB", "148 MB", "512 KB": powers of 1024, at most one decimal, as Windows shows them. */
export const bytes = (size: number): string => {
  const steps = ['B', 'KB', 'MB', 'GB', 'TB'] as const
  let value = size
  let step = 0
  while (value >= 1024 && step < steps.length - 1) {
    value /= 1024
    step += 1
  }
  const rounded = Math.round(value * 10) / 10
  return `${rounded} ${steps[step] ?? 'B'}`
}

/** "2.1 ms", "23 ms", "1,240 ms": one decimal below 10. */
export const milliseconds = (ms: number, language: Language): string => {
  const shown = ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)
  return `${shown.toLocaleString(language === 'en' ? 'en-US' : 'zh-CN')}${units[language].ms}`
}

/** "48 Mbit/s": bytes over a time, as lines are sold. */
export const megabits = (size: number, ms: number): string => {
  const rate = (size * 8) / 1000 / Math.max(ms, 0.001)
  return `${rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)} Mbit/s`
}

/** A date and time of day in the reader's language and the machine's time zone; an unreadable date stays as it is. */
export const time = (instant: string, language: Language): string => {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return at.toLocaleString(language === 'en' ? 'en-GB' : 'zh-CN', { dateStyle: 'medium', timeStyle: 'short' })
}

const withoutProxy = { en: 'no proxy', 'zh-CN': '无代理' } as const satisfies Record<Language, string>

export const format = (sentence: string, values: MessageValues, language: Language): string =>
  sentence.replace(/\{(\w+)(?::(\w+))?\}/g, (all, name: string, kind: string | undefined) => {
    const value = values[name]
    if (value === undefined) return all
    switch (kind) {
      case 'duration':
        return duration(Number(value), language)
      case 'words':
        return durationInWords(Number(value), language)
      case 'bytes':
        return bytes(Number(value))
      case 'milliseconds':
        return milliseconds(Number(value), language)
      case 'percent':
        return `${Math.round(Number(value) * 100)} %`
      case 'time':
        return time(String(value), language)
      case 'proxy':
        return value === 'direct' ? withoutProxy[language] : String(value)
      default:
        return name === 'reason' || name === 'error' ? reasonText(String(value), language) : String(value)
    }
  })
