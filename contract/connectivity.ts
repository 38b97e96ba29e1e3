/** The live connectivity test: observations by endpoint and layer, round trips through the cloud, and one sentence. */
import { z } from 'zod'
import { Comparison } from './comparison.ts'
import { ErrorCode, Failure, MessageValues } from './error-codes.ts'
import { Evidence } from './check-report.ts'
import { Instant } from './ids.ts'

/** In the order in which they depend on each other. */
export const layers = ['adapter', 'dns', 'proxy', 'tcp', 'tls', 'http', 'channel', 'roundTrip'] as const
export const Layer = z.enum(layers)
export type Layer = z.infer<typeof Layer>

export const LayerRow = z.object({
  /** Host name and port, or `service` for the channel and `cloud` for the round trip. */
  endpoint: z.string(),
  layer: Layer,
  state: z.enum(['waiting', 'running', 'pass', 'warn', 'fail', 'notTried', 'unknown']),
  milliseconds: z.number().optional(),
  /** Shown in the cell; data, not a sentence ("TLS 1.3", "10.1.2.3"). */
  summary: z.string().optional(),
  /** For `warn` and `fail`: a check's or error's code and its values. */
  code: z.string().optional(),
  values: MessageValues.default({}),
  evidence: z.array(Evidence).default([]),
})
export type LayerRow = z.infer<typeof LayerRow>

export const Endpoint = z.object({ name: z.string(), role: z.enum(['controlPlane', 'relay']) })
export type Endpoint = z.infer<typeof Endpoint>

/** One round trip through the cloud and back, measured by the control plane's echo; `lost` when no answer came in time. */
export const RoundTripSample = z.object({ at: Instant, milliseconds: z.number().optional(), relay: z.string().optional() })
export type RoundTripSample = z.infer<typeof RoundTripSample>

export const RoundTrip = z.object({
  samples: z.array(RoundTripSample).max(120),
  last: z.number().optional(),
  p50: z.number().optional(),
  p95: z.number().optional(),
  sent: z.number(),
  lost: z.number(),
  reconnects: z.number(),
})
export type RoundTrip = z.infer<typeof RoundTrip>

/** One hop of the drawn path. */
export const Hop = z.object({
  /** `firewall`: something on the way that drops or forbids packets; nobody says its name. */
  kind: z.enum(['server', 'proxy', 'firewall', 'inspection', 'relay', 'controlPlane', 'connector']),
  name: z.string(),
  state: z.enum(['reached', 'breaksHere', 'notReached', 'unknown']),
})
export type Hop = z.infer<typeof Hop>

/** Why something does not come through. Never without an observation that failed. */
export const Cause = z.object({
  /** Code of a check (CW12xx, CW13xx) or of an error (CW4xxx). */
  code: z.string(),
  layer: Layer,
  /** Where it was seen first. */
  endpoint: z.string(),
  values: MessageValues,
  owner: z.enum(['administrator', 'network', 'policy', 'operator']),
  /** Addresses (host:port) that somebody must allow or exempt. */
  addresses: z.array(z.string()),
  /** Whose doing it is, as measured: a hop of the path and its address, name or issuer. */
  culprit: Hop.pick({ kind: true, name: true }),
  /** What was measured there. */
  evidence: z.array(Evidence),
})
export type Cause = z.infer<typeof Cause>

export const Diagnosis = z.discriminatedUnion('is', [
  z.object({ is: z.literal('testing') }),
  z.object({ is: z.literal('working'), milliseconds: z.number(), relay: z.string(), through: z.string().optional() }),
  /** The first cause: the one that explains most of what was seen. */
  Cause.extend({ is: z.literal('notWorking') }),
  z.object({ is: z.literal('notInstalled') }),
  z.object({ is: z.literal('unknown'), code: ErrorCode, values: MessageValues }),
])
export type Diagnosis = z.infer<typeof Diagnosis>

/** What the first sentence leaves out. */
export const Further = z.object({
  /** The next likely first. Beside `working`: what fails without being in the way. */
  causes: z.array(Cause),
  /** What could not be found out: it speaks neither for nor against any cause. */
  unanswered: z.array(z.object({ layer: Layer, endpoint: z.string(), reason: z.string() })),
})
export type Further = z.infer<typeof Further>

/** What a measurement of throughput sends each way, and how long it may take. Said before it begins. */
export const throughputLimits = { bytes: 4 * 1024 * 1024, mostBytes: 16 * 1024 * 1024, seconds: 15 } as const

/** Real bytes from the control plane through a relay to the connector and back. */
export const Throughput = z.discriminatedUnion('is', [
  z.object({ is: z.literal('running'), bytes: z.number(), since: Instant }),
  /** `bytes` came back in that time; not `whole` when it ended before all had. */
  z.object({
    is: z.literal('measured'),
    at: Instant,
    bytes: z.number(),
    milliseconds: z.number(),
    whole: z.boolean(),
    relay: z.string(),
  }),
  z.object({ is: z.literal('failed'), at: Instant, failure: Failure }),
])
export type Throughput = z.infer<typeof Throughput>

/** What a test may have beside its rows. */
const extras = {
  /** Absent where there is nothing more to say. */
  further: Further.optional(),
  /** The layers were tried through this proxy instead of the service's (`none`: without one); channel and round trip were not. */
  otherProxy: z.string().optional(),
  throughput: Throughput.optional(),
  /** What is not as it was when it worked; only where it does not work now. */
  comparison: Comparison.optional(),
}

export const ConnectivityState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('idle') }),
  z.object({
    is: z.literal('active'),
    startedAt: Instant,
    finishedAt: Instant.optional(),
    endpoints: z.array(Endpoint),
    rows: z.array(LayerRow),
    roundTrip: RoundTrip,
    path: z.array(Hop),
    diagnosis: Diagnosis,
    failure: Failure.optional(),
    ...extras,
  }),
])
export type ConnectivityState = z.infer<typeof ConnectivityState>

/** What `causeway-setup test --json` prints and the window saves. */
export const ConnectivityReport = z.object({
  schema: z.literal('causeway.connectivity-report/1'),
  server: z.object({ name: z.string(), system: z.string(), simulated: z.boolean(), profile: z.string().optional() }),
  at: Instant,
  endpoints: z.array(Endpoint),
  rows: z.array(LayerRow),
  roundTrip: RoundTrip,
  path: z.array(Hop),
  diagnosis: Diagnosis,
  ...extras,
})
export type ConnectivityReport = z.infer<typeof ConnectivityReport>
