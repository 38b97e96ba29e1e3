/** What is not as it was in the last run that worked: differences as data. Made by `compareRuns`. */
import { z } from 'zod'
import { Failure } from './error-codes.ts'
import { Instant } from './ids.ts'

/** What a difference is about, in the order in which they are told. */
export const topics = ['layer', 'check', 'address', 'dns', 'proxy', 'issuer', 'certificate', 'version'] as const
export type Topic = (typeof topics)[number]

export const Difference = z.object({
  topic: z.enum(topics),
  /** Host name and port, id of a check, or which version. */
  of: z.string(),
  /** Layer of the connectivity test, where there is one. */
  layer: z.string().optional(),
  /** Absent: there was, or is, none. Data, not sentences. */
  before: z.string().optional(),
  now: z.string().optional(),
})
export type Difference = z.infer<typeof Difference>

/** Without `since` there is no run that worked; `failure` says why it could not be read where there may be one. */
export const Comparison = z.object({ since: Instant.optional(), differences: z.array(Difference).max(100), failure: Failure.optional() })
export type Comparison = z.infer<typeof Comparison>
