/** What an administrator forwards to the team of the firewall or of the proxy: every address, what is asked for, what was seen. */
import { z } from 'zod'
import { MessageValues } from './error-codes.ts'
import { Instant } from './ids.ts'

export const requestFormats = ['text', 'csv', 'markdown', 'json'] as const
export const RequestFormat = z.enum(requestFormats)
export type RequestFormat = z.infer<typeof RequestFormat>

export const RequestEntry = z.object({
  /** What the other team is asked to do with connections to this address. */
  ask: z.enum(['allow', 'exempt', 'passProxy', 'passUnchanged', 'resolve']),
  purpose: z.enum(['controlPlane', 'relay', 'signIn', 'revocation']),
  host: z.string(),
  port: z.number().int(),
  /** Addresses that the name had here; empty where it did not resolve or the proxy resolves it. */
  addresses: z.array(z.string()),
  /** `seen` is a code with its values, and `error` the system's own word where there is no code. */
  observed: z.discriminatedUnion('is', [
    z.object({ is: z.literal('works') }),
    z.object({ is: z.literal('notTried') }),
    z.object({ is: z.literal('fails'), code: z.string(), values: MessageValues }),
  ]),
})
export type RequestEntry = z.infer<typeof RequestEntry>

/** Everything goes out from the server over TCP; nothing comes in. */
export const NetworkRequest = z.object({
  schema: z.literal('causeway.network-request/1'),
  at: Instant,
  server: z.object({ name: z.string(), system: z.string(), addresses: z.array(z.string()), simulated: z.boolean() }),
  /** `host:port`, without credentials; absent where the service goes directly. */
  proxy: z.string().optional(),
  /** Who replaces certificates on the way. */
  inspectedBy: z.string().optional(),
  entries: z.array(RequestEntry),
})
export type NetworkRequest = z.infer<typeof NetworkRequest>
