/**
 * The event log of Windows (advapi32). `ReportEvent` answers success where nothing was written, so an event counts as written
 * only when it was read back.
 */
import { eventKinds, eventSource, type ServiceEvent, serviceEvents } from '../../contract/service-events.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { serviceEventText } from '../../contract/wording/service-event-text.ts'
import { bind, demandTrue, type Pointer, prepareErrors, Refused } from './win32.ts'

const registerSource = bind<(server: null, source: string) => Pointer>(
  'advapi32',
  'void *__stdcall RegisterEventSourceW(str16 server, str16 source)',
)
const deregisterSource = bind<(source: bigint) => number>('advapi32', 'int __stdcall DeregisterEventSource(void *source)')
const reportEvent = bind<
  (
    source: bigint,
    kind: number,
    category: number,
    id: number,
    sid: null,
    count: number,
    size: number,
    texts: string[],
    data: null,
  ) => number
>(
  'advapi32',
  'int __stdcall ReportEventW(void *source, uint16 kind, uint16 category, uint32 id, void *sid, uint16 count, uint32 size, str16 *texts, void *data)',
)
const openLog = bind<(server: null, source: string) => Pointer>('advapi32', 'void *__stdcall OpenEventLogW(str16 server, str16 source)')
const closeLog = bind<(log: bigint) => number>('advapi32', 'int __stdcall CloseEventLog(void *log)')
const readLog = bind<(log: bigint, how: number, offset: number, buffer: Buffer, size: number, read: number[], needed: number[]) => number>(
  'advapi32',
  'int __stdcall ReadEventLogW(void *log, uint32 how, uint32 offset, void *buffer, uint32 size, _Out_ uint32 *read, _Out_ uint32 *needed)',
)

/** EVENTLOG_SEQUENTIAL_READ | EVENTLOG_BACKWARDS_READ. */
const newestFirst = 0x1 | 0x8
/** Offsets in EVENTLOGRECORD (winnt.h). */
const [timeGeneratedAt, idAt, sourceAt] = [12, 20, 56]

export interface LoggedEvent {
  readonly id: number
  readonly source: string
  /** Seconds since 1970. */
  readonly at: number
}

/** Records in a buffer of `ReadEventLog`. */
export const loggedEventsIn = (buffer: Buffer): LoggedEvent[] => {
  const events: LoggedEvent[] = []
  for (let at = 0; at + sourceAt <= buffer.length;) {
    const length = buffer.readUInt32LE(at)
    if (length < sourceAt || at + length > buffer.length) break
    const text = buffer.toString('utf16le', at + sourceAt, at + length)
    const end = text.indexOf('\0')
    events.push({
      id: buffer.readUInt32LE(at + idAt) & 0xffff,
      source: end === -1 ? text : text.slice(0, end),
      at: buffer.readUInt32LE(at + timeGeneratedAt),
    })
    at += length
  }
  return events
}

const newestEvents = (): LoggedEvent[] => {
  const log = openLog(null, eventSource)
  demandTrue(log, 'OpenEventLog')
  if (log === null) return []
  try {
    const [buffer, read] = [Buffer.alloc(0x10000), [0]]
    demandTrue(readLog(log, newestFirst, 0, buffer, buffer.length, read, [0]), 'ReadEventLog')
    return loggedEventsIn(buffer.subarray(0, read[0]))
  } finally {
    closeLog(log)
  }
}

const languageOfMachine = (): Language => (Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh-CN' : 'en')

/** Undefined when the event was written and found again; otherwise why it is not known to be there. */
export const writeEvent = (event: ServiceEvent): string | undefined => {
  prepareErrors()
  const { id, kind } = serviceEvents[event.name]
  const text = serviceEventText(event, languageOfMachine())
  const since = Math.floor(Date.now() / 1000) - 1
  try {
    const source = registerSource(null, eventSource)
    demandTrue(source, 'RegisterEventSource')
    if (source === null) return 'no event source'
    try {
      demandTrue(reportEvent(source, eventKinds[kind], 0, id, null, 1, 0, [text], null), 'ReportEvent')
    } finally {
      deregisterSource(source)
    }
    const found = newestEvents().some((logged) => logged.id === id && logged.source === eventSource && logged.at >= since)
    return found ? undefined : 'written, and not found in the log'
  } catch (error) {
    if (error instanceof Refused) return error.message
    throw error
  }
}
