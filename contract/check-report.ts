/** What a check found, and what follows from all of them. */
import { z } from 'zod'
import { Failure, MessageValues } from './error-codes.ts'
import { FixChange } from './fix-change.ts'
import { Instant, RunId } from './ids.ts'
import { checkIds, type CheckId } from './check-catalogue.ts'

export const CheckIdSchema = z.enum(checkIds as [CheckId, ...CheckId[]])

/** `skip` says why in `heldUpBy` or `reason`; `error` means that the answer could not be found out. Neither ever counts as pass. */
export const Outcome = z.enum(['pass', 'warn', 'fail', 'skip', 'error'])
export type Outcome = z.infer<typeof Outcome>

/** One measured value. `label` is a key of the wording (`facts.<label>`), `value` is data as measured, never a sentence. */
export const Evidence = z.object({ label: z.string(), value: z.string().max(4000) })
export type Evidence = z.infer<typeof Evidence>

/** What a person can do. `command` is text to copy and run by oneself; `fix` is a named change that set-up can make. */
export const Remedy = z.object({
  command: z.string().optional(),
  /** `changes` is exactly what it would change now; empty where that could not be found out. */
  fix: z.object({ name: z.string(), values: MessageValues, changes: z.array(FixChange).default([]) }).optional(),
  /** Who has to act, when it is not the person at the window. */
  owner: z.enum(['administrator', 'network', 'policy']).default('administrator'),
})
export type Remedy = z.infer<typeof Remedy>

export const CheckResult = z.object({
  outcome: Outcome,
  /** A name from the catalogue's `findings`; absent for `skip` and `error`. */
  finding: z.string().optional(),
  values: MessageValues.default({}),
  evidence: z.array(Evidence).default([]),
  remedy: Remedy.optional(),
  /** For `skip`: the checks that explain it. */
  heldUpBy: z.array(CheckIdSchema).optional(),
  /** For `error`: why it could not be found out, technical. */
  reason: z.string().max(4000).optional(),
  milliseconds: z.number().nonnegative(),
})
export type CheckResult = z.infer<typeof CheckResult>

export const Override = z.object({ reason: z.string().trim().min(3).max(500), by: z.string(), at: Instant })
export type Override = z.infer<typeof Override>

export const CheckRow = z.object({
  id: CheckIdSchema,
  state: z.discriminatedUnion('is', [
    z.object({ is: z.literal('waiting') }),
    z.object({ is: z.literal('running'), since: Instant }),
    z.object({ is: z.literal('done'), result: CheckResult }),
    z.object({ is: z.literal('cancelled') }),
  ]),
  override: Override.optional(),
  /** A fix in progress or its end. */
  fix: z
    .discriminatedUnion('is', [
      z.object({ is: z.literal('running') }),
      z.object({ is: z.literal('done') }),
      z.object({ is: z.literal('takenBack') }),
      z.object({ is: z.literal('failed'), failure: Failure }),
    ])
    .optional(),
})
export type CheckRow = z.infer<typeof CheckRow>

/** A pure function of the whole report, see `setup/checks/verdict.ts`. */
export const Verdict = z.enum(['ready', 'readyWithWarnings', 'blocked', 'unknown'])
export type Verdict = z.infer<typeof Verdict>

export const ChecksState = z.object({
  run: z.discriminatedUnion('is', [
    z.object({ is: z.literal('idle') }),
    z.object({ is: z.literal('running'), id: RunId, since: Instant }),
    z.object({ is: z.literal('done'), id: RunId, since: Instant, until: Instant, verdict: Verdict }),
    z.object({ is: z.literal('cancelled'), id: RunId }),
  ]),
  rows: z.array(CheckRow),
})
export type ChecksState = z.infer<typeof ChecksState>

/** What `causeway-setup check --json` prints. */
export const CheckReport = z.object({
  schema: z.literal('causeway.check-report/1'),
  server: z.object({ name: z.string(), system: z.string(), simulated: z.boolean(), profile: z.string().optional() }),
  runId: RunId,
  startedAt: Instant,
  milliseconds: z.number(),
  verdict: Verdict,
  rows: z.array(CheckRow),
})
export type CheckReport = z.infer<typeof CheckReport>
