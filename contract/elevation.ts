/** Between the window and the program that starts the setup agent elevated (`setup/elevate.ts`). */
import { z } from 'zod'

export const ElevationRequest = z.object({
  program: z.string().min(1),
  /** As one command line, already quoted. Holds no secret: every user can read it. */
  values: z.string(),
  folder: z.string().min(1),
  /** Handle of the window that the consent prompt belongs to; 0 for none. */
  owner: z.string().regex(/^\d{1,20}$/),
})
export type ElevationRequest = z.infer<typeof ElevationRequest>

export const ElevationEvent = z.discriminatedUnion('is', [
  z.object({ is: z.literal('started'), pid: z.number().int().positive() }),
  /** Windows did not start it: 1223 is the person's No. */
  z.object({ is: z.literal('refused'), error: z.number().int() }),
  /** The window itself has an administrator's rights that were asked for; nothing was started. */
  z.object({ is: z.literal('windowElevated') }),
  z.object({ is: z.literal('ended'), code: z.number().int() }),
])
export type ElevationEvent = z.infer<typeof ElevationEvent>
