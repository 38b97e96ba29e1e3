/** The support bundle: what is in it before it is saved, file by file, and how each collector fared. Nothing is sent anywhere. */
import { z } from 'zod'
import { Failure } from './error-codes.ts'
import { Instant } from './ids.ts'

/** In the order in which support reads them; the last ones give way first when the bundle would grow too large. */
export const collectorNames = [
  'summary',
  'checks',
  'connectivity',
  'service',
  'history',
  'configuration',
  'journal',
  'host',
  'network',
  'versions',
  'setupLog',
  'serviceLog',
  'eventLog',
] as const
export const CollectorName = z.enum(collectorNames)
export type CollectorName = z.infer<typeof CollectorName>

/** Why there is nothing to collect; none of them is a failure. */
export const NothingReason = z.enum(['notInstalled', 'noControlPlane', 'nothingChanged', 'nothingYet', 'noEventLog', 'cancelled'])
export type NothingReason = z.infer<typeof NothingReason>

export const CollectorOutcome = z.discriminatedUnion('is', [
  z.object({ is: z.literal('collected') }),
  z.object({ is: z.literal('nothing'), why: NothingReason }),
  z.object({ is: z.literal('failed'), why: z.string().max(500) }),
  z.object({ is: z.literal('tooSlow'), seconds: z.number() }),
])
export type CollectorOutcome = z.infer<typeof CollectorOutcome>

export const BundleFile = z.object({
  /** Path in the archive. */
  path: z.string().max(100),
  collector: CollectorName,
  bytes: z.number().int().nonnegative(),
  /** Secrets that were taken out by the scan. */
  secrets: z.number().int().nonnegative(),
  /** Names and addresses that were replaced; 0 where that was not asked for. */
  names: z.number().int().nonnegative(),
  /** Bytes of older lines that were left out to keep the bundle small. */
  leftOut: z.number().int().nonnegative(),
})
export type BundleFile = z.infer<typeof BundleFile>

export const CollectorReport = z.object({ name: CollectorName, outcome: CollectorOutcome, milliseconds: z.number().nonnegative() })
export type CollectorReport = z.infer<typeof CollectorReport>

/** `manifest.json` of the archive, and what the window shows before it is saved. */
export const BundleManifest = z.object({
  schema: z.literal('causeway.support-bundle/1'),
  at: Instant,
  server: z.object({ name: z.string(), system: z.string(), simulated: z.boolean(), profile: z.string().optional() }),
  version: z.string(),
  names: z.enum(['kept', 'replaced']),
  files: z.array(BundleFile),
  collectors: z.array(CollectorReport),
})
export type BundleManifest = z.infer<typeof BundleManifest>

export const BundleState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('collecting'), since: Instant, collectors: z.array(CollectorReport) }),
  z.object({ is: z.literal('ready'), manifest: BundleManifest, /** The verdict in words, to copy. */ summary: z.string().max(20_000) }),
  z.object({ is: z.literal('failed'), failure: Failure }),
])
export type BundleState = z.infer<typeof BundleState>

/** Characters of a file that one call hands out. */
export const previewPiece = 64 * 1024
