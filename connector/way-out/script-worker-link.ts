/** What the thread of a proxy configuration script and its owner say to each other. */
import { z } from 'zod'
import { problemKinds } from './script-problem.ts'

export const ScriptTask = z.object({ script: z.string(), url: z.string() })

export interface ToScript {
  readonly name: string
  readonly address: string
}

export const FromScript = z.discriminatedUnion('is', [
  z.object({ is: z.literal('asks'), name: z.string() }),
  z.object({
    is: z.literal('answer'),
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), text: z.string() }),
      z.object({ ok: z.literal(false), problem: z.object({ is: z.enum(problemKinds), seen: z.string() }) }),
    ]),
  }),
])
export type FromScript = z.infer<typeof FromScript>
