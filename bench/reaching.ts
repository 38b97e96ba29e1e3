/** How the load generator reaches the resource through a peer, and what it measured: the boundary to `processes/load.ts`. */
import { z } from 'zod'

/** A plain TCP port, or the product's own way in: TLS and `Upgrade: tcp` with a service key. */
export const Reaching = z.discriminatedUnion('is', [
  z.object({ is: z.literal('tcp'), host: z.string(), port: z.number() }),
  z.object({ is: z.literal('connect'), address: z.string(), ca: z.array(z.string()), path: z.string(), serviceKey: z.string() }),
])
export type Reaching = z.infer<typeof Reaching>

export const LoadArgument = z.object({
  name: z.string(),
  reach: Reaching,
  /** Of each measurement with a duration. */
  milliseconds: z.number(),
  echoes: z.number().int(),
  opens: z.number().int(),
  measure: z.enum(['stream', 'echo', 'echo64', 'open']),
})
export type LoadArgument = z.infer<typeof LoadArgument>

export const Sample = z.object({
  name: z.string(),
  /** Bytes per second of one stream from the resource. */
  stream: z.number().optional(),
  /** Bytes of that stream, warm-up included, and echoes, for the CPU time of each. */
  streamBytes: z.number().optional(),
  echo64Count: z.number().optional(),
  /** Milliseconds of a 100-byte echo, one at a time. */
  echoP50: z.number().optional(),
  echoP99: z.number().optional(),
  /** The same with 64 in flight, each on its own connection, and how many a second. */
  echo64P50: z.number().optional(),
  echo64P99: z.number().optional(),
  echo64Rate: z.number().optional(),
  /** Milliseconds to open a connection and get one echo. */
  open: z.number().optional(),
  failure: z.string().optional(),
})
export type Sample = z.infer<typeof Sample>
