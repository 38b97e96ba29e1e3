/** What host and worker say to each other over the child's ipc channel. Everything that arrives is parsed. */
import { z } from 'zod'
import { Labels } from '../contract/enrollment.ts'
import { Failure } from '../contract/error-codes.ts'
import { localStatusCalls, ServiceStatus } from '../contract/local-status-api.ts'

/** The part of the status that the worker knows. */
export const WorkerStatus = ServiceStatus.pick({
  channel: true,
  channelSince: true,
  failure: true,
  sessions: true,
  certificate: true,
  load: true,
  resources: true,
  proxy: true,
}).extend({
  locationName: z.string().optional(),
})
export type WorkerStatus = z.infer<typeof WorkerStatus>

export const ToHost = z.discriminatedUnion('is', [
  /** Every two seconds; silence means that the worker hangs. */
  z.object({ is: z.literal('beat') }),
  z.object({ is: z.literal('status'), status: WorkerStatus }),
  /** The worker cannot do its work and ends; starting it again would change nothing. */
  z.object({ is: z.literal('fatal'), failure: Failure }),
  z.object({ is: z.literal('echoed'), id: z.number(), result: localStatusCalls.echo.result }),
  z.object({ is: z.literal('labelled'), id: z.number(), result: localStatusCalls.labels.result }),
  z.object({ is: z.literal('measured'), id: z.number(), result: localStatusCalls.throughput.result }),
])
export type ToHost = z.infer<typeof ToHost>

export const ToWorker = z.discriminatedUnion('is', [
  /** The first word. The host holds the data folder; until then the worker only loads. */
  z.object({ is: z.literal('begin'), dataFolder: z.string(), runId: z.string() }),
  z.object({ is: z.literal('echo'), id: z.number(), count: z.number().int() }),
  z.object({ is: z.literal('throughput'), id: z.number(), bytes: z.number().int() }),
  /** Reads the connector's labels in the cloud, or gives it these instead. */
  z.object({ is: z.literal('labels'), id: z.number(), wanted: Labels.optional() }),
  z.object({ is: z.literal('reconnect') }),
  z.object({ is: z.literal('drain') }),
  /** Finish what is open for a moment, then end. */
  z.object({ is: z.literal('stop') }),
])
export type ToWorker = z.infer<typeof ToWorker>

/** Milliseconds. */
export const beatInterval = 2_000
export const drainOnStop = 3_000
