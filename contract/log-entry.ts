/** Lines of the logs of set-up and of the service, as windows and terminals show them. */
import { z } from 'zod'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export const LogLevel = z.enum(logLevels)
export type LogLevel = z.infer<typeof LogLevel>

export const logSources = ['setup', 'service'] as const
export const LogSource = z.enum(logSources)
export type LogSource = z.infer<typeof LogSource>

export const LogEntry = z.object({
  source: LogSource,
  /** As it was written; empty for a line that is none of ours (the last words of a program). */
  at: z.string(),
  level: LogLevel,
  topic: z.string(),
  run: z.string(),
  message: z.string(),
  /** Further values of the line, as JSON. */
  more: z.string().optional(),
})
export type LogEntry = z.infer<typeof LogEntry>

export const LogSourceState = z.discriminatedUnion('is', [
  z.object({ source: LogSource, is: z.literal('read') }),
  z.object({ source: LogSource, is: z.literal('absent') }),
  /** `elevation`: an administrator could. */
  z.object({ source: LogSource, is: z.literal('unreadable'), why: z.string(), elevation: z.boolean() }),
])
export type LogSourceState = z.infer<typeof LogSourceState>

export const LogPage = z.object({
  /** Oldest first. */
  entries: z.array(LogEntry),
  /** Where the next question goes on. Says nothing to anybody else. */
  cursor: z.string().max(400),
  sources: z.array(LogSourceState),
})
export type LogPage = z.infer<typeof LogPage>

export interface LogFilter {
  /** This level and above. */
  readonly level?: LogLevel | undefined
  readonly source?: LogSource | undefined
  readonly topic?: string | undefined
  readonly run?: string | undefined
  /** Looked for in message, topic and values, without regard to case. */
  readonly text?: string | undefined
}

export const fits = (entry: LogEntry, { level = 'debug', source, topic, run, text }: LogFilter): boolean =>
  logLevels.indexOf(entry.level) >= logLevels.indexOf(level) &&
  (source === undefined || entry.source === source) &&
  (topic === undefined || entry.topic === topic) &&
  (run === undefined || entry.run === run) &&
  (text === undefined || `${entry.topic} ${entry.message} ${entry.more ?? ''}`.toLowerCase().includes(text.toLowerCase()))
