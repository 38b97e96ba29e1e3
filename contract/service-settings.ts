/** What can be changed of an installed connector without enrolling it again. */
import { z } from 'zod'
import { LogLevel } from './log-entry.ts'
import { ProxyAccountText, ServiceProxy } from './proxy.ts'

export const ServiceSettings = z.object({
  proxy: ServiceProxy,
  logLevel: LogLevel,
  /** Name of the only relay to use. Absent: those that the control plane names, two at a time. */
  pinnedRelay: z.string().min(1).max(100).optional(),
})
export type ServiceSettings = z.infer<typeof ServiceSettings>

export const SettingsView = z.object({
  settings: ServiceSettings,
  /** Names that can be pinned. */
  relays: z.array(z.string()),
  /** Whom the proxy knows the service as; absent when it asks for nobody. */
  account: ProxyAccountText.pick({ proxy: true, user: true }).optional(),
  /** What others on this server use, for "use this one". */
  proxies: z.array(z.object({ of: z.enum(['user', 'machine']), proxy: ServiceProxy })),
})
export type SettingsView = z.infer<typeof SettingsView>
