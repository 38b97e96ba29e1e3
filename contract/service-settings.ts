/** What can be changed of an installed connector without enrolling it again. */
import { z } from 'zod'
import { LogLevel } from './log-entry.ts'

/** An http or https address without user and password: those would lie readable in the service's configuration. */
export const ProxyAddress = z
  .url({ protocol: /^https?$/ })
  .max(300)
  .refine((address) => !/^[^/]*\/\/[^/?#]*@/.test(address), 'user and password do not belong in it')

export const ServiceSettings = z.object({
  /** Absent: directly. */
  proxy: ProxyAddress.optional(),
  logLevel: LogLevel,
  /** Name of the only relay to use. Absent: those that the control plane names, two at a time. */
  pinnedRelay: z.string().min(1).max(100).optional(),
})
export type ServiceSettings = z.infer<typeof ServiceSettings>

export const SettingsView = z.object({
  settings: ServiceSettings,
  /** Names that can be pinned. */
  relays: z.array(z.string()),
  /** Proxies that others on this server use, for "use this one"; an automatic configuration script is not an address and is left out. */
  proxies: z.array(z.object({ of: z.enum(['user', 'machine']), address: z.string() })),
})
export type SettingsView = z.infer<typeof SettingsView>
