/** Sign-in and the choice of resource location, as the window sees them. */
import { z } from 'zod'
import { Failure } from './error-codes.ts'
import { ConnectorId, Instant, LocationId } from './ids.ts'

export const Account = z.object({ name: z.string(), email: z.string(), organization: z.string(), organizationId: z.string() })
export type Account = z.infer<typeof Account>

/** The words that stand in the window and on the consent page, for a person to compare: one word and a number ("HARBOR 47"). */
export const MatchingWords = z.string().regex(/^[A-Z]{3,12} [0-9]{2}$/)

export const SignInMethod = z.enum(['browser', 'device', 'token'])
export type SignInMethod = z.infer<typeof SignInMethod>

/** What discovery found at the address. */
export const ControlPlaneSummary = z.object({
  address: z.string(),
  name: z.string(),
  methods: z.array(SignInMethod),
  relays: z.array(z.string()),
})
export type ControlPlaneSummary = z.infer<typeof ControlPlaneSummary>

export const SignInState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('addressNeeded'), address: z.string().optional(), failure: Failure.optional() }),
  z.object({ is: z.literal('discovering'), address: z.string() }),
  z.object({ is: z.literal('ready'), controlPlane: ControlPlaneSummary, failure: Failure.optional() }),
  z.object({
    is: z.literal('waiting'),
    controlPlane: ControlPlaneSummary,
    method: z.enum(['browser', 'device']),
    words: MatchingWords.optional(),
    /** Short single-use address that can be typed; opened with the system browser by its link id `signIn`. */
    shortAddress: z.string().optional(),
    /** RFC 8628. */
    userCode: z.string().optional(),
    verificationAddress: z.string().optional(),
    expiresAt: Instant,
    browserOpened: z.boolean(),
  }),
  z.object({ is: z.literal('signedIn'), controlPlane: ControlPlaneSummary, account: Account, expiresAt: Instant }),
])
export type SignInState = z.infer<typeof SignInState>

export const ConnectorHealth = z.enum(['healthy', 'degraded', 'offline', 'never'])
export type ConnectorHealth = z.infer<typeof ConnectorHealth>

export const ConnectorSummary = z.object({
  id: ConnectorId,
  name: z.string(),
  health: ConnectorHealth,
  /** Why it is not healthy, as a code. */
  reason: Failure.optional(),
  lastContact: Instant.optional(),
  version: z.string(),
})
export type ConnectorSummary = z.infer<typeof ConnectorSummary>

export const LocationSummary = z.object({ id: LocationId, name: z.string(), connectors: z.array(ConnectorSummary) })
export type LocationSummary = z.infer<typeof LocationSummary>

/** This machine, found in the control plane by its fingerprint. `likely` is named to the person and never chosen for them. */
export const SeenBefore = z.object({
  connector: ConnectorSummary,
  locationId: LocationId,
  locationName: z.string(),
  enrolledAt: Instant,
  machineName: z.string(),
  likely: z.enum(['replace', 'keepBoth']),
  /** True while the other enrollment's channel is open: probably a clone. */
  active: z.boolean(),
})
export type SeenBefore = z.infer<typeof SeenBefore>

export const SeenBeforeChoice = z.enum(['replace', 'replaceAndMove', 'keepBoth'])
export type SeenBeforeChoice = z.infer<typeof SeenBeforeChoice>

export const LocationsState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('none') }),
  z.object({ is: z.literal('loading') }),
  z.object({ is: z.literal('failed'), failure: Failure }),
  z.object({
    is: z.literal('loaded'),
    locations: z.array(LocationSummary),
    mayCreate: z.boolean(),
    seenBefore: SeenBefore.optional(),
    /** Proposed, editable. */
    proposedName: z.string(),
  }),
])
export type LocationsState = z.infer<typeof LocationsState>

/** 1 to 63 characters, as shown in the console; unique in its location. */
export const ConnectorName = z
  .string()
  .trim()
  .min(1)
  .max(63)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u)
/** One line of text without control characters. */
export const LocationName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u)
export const Label = z.object({ key: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/), value: z.string().max(120) })
export type Label = z.infer<typeof Label>

/** Labels of one connector. */
export const mostLabels = 16

/** The labels of one connector as they may be given: each name once, and no value that could not be written as `name=value, name=value`. */
export const Labels = z
  .array(
    Label.extend({
      value: z
        .string()
        .max(120)
        .regex(/^[^,\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u),
    }),
  )
  .max(mostLabels)
  .refine((labels) => new Set(labels.map(({ key }) => key)).size === labels.length, 'a label is there twice')

/** What the person decided on page 3. */
export const EnrollmentChoice = z.object({
  locationId: LocationId,
  connectorName: ConnectorName,
  labels: Labels.default([]),
  onSeenBefore: SeenBeforeChoice.optional(),
})
export type EnrollmentChoice = z.infer<typeof EnrollmentChoice>
