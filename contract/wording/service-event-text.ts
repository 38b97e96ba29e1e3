/** The sentence of an event in the event log of Windows. */
import { type ServiceEvent, type ServiceEventName } from '../service-events.ts'
import { serviceEventTexts as english } from './en/service-events.ts'
import { format } from './format.ts'
import { type Language } from './languages.ts'
import { serviceEventTexts as chinese } from './zh-CN/service-events.ts'

const texts: Record<Language, Record<ServiceEventName, string>> = { en: english, 'zh-CN': chinese }

export const serviceEventText = ({ name, values }: ServiceEvent, language: Language): string =>
  format(texts[language][name], values, language)
