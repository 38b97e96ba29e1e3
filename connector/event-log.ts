/** The event log of the machine, in the machine's language, where it has one; elsewhere the service's own log is all there is. */
import { type ServiceEvent, type ServiceEventName } from '../contract/service-events.ts'
import { serviceEventTexts as english } from '../contract/wording/en/service-events.ts'
import { format } from '../contract/wording/format.ts'
import { type Language } from '../contract/wording/languages.ts'
import { serviceEventTexts as chinese } from '../contract/wording/zh-CN/service-events.ts'

const texts: Record<Language, Record<ServiceEventName, string>> = { en: english, 'zh-CN': chinese }

export type EventLog = (event: ServiceEvent) => void

/** `unconfirmed` hears of an event that is not known to be in the log, and why. */
export const openEventLog = async (unconfirmed: (event: ServiceEvent, why: string) => void): Promise<EventLog> => {
  // Windows' libraries are loaded on Windows only.
  if (process.platform !== 'win32') return () => undefined
  const { writeEvent } = await import('./identity/windows-events.ts')
  const language: Language = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en'
  return (event) => {
    const why = writeEvent(event.name, format(texts[language][event.name], event.values, language))
    if (why !== undefined) unconfirmed(event, why)
  }
}
