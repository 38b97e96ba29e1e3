/**
 * What set-up does to this machine, written down before it is done. One line a fact, flushed to the disk before the next
 * change begins, so that a crash, a power cut or `kill -9` at any point leaves a file from which the work can be
 * finished or taken back. Format and rules: docs/install-journal.md.
 */
import { z } from 'zod'
import { Failure, type Result } from '../../contract/error-codes.ts'
import { ActionName, InstallPlan, PlannedChange } from '../../contract/install-plan.ts'
import { InstallInputs } from './inputs.ts'
import { type FactLine, LineFile, type LineKind, parseLines, type ParsedLines } from './line-file.ts'

/** What stood there before a change: enough to take the change back, and nothing secret. */
export const Before = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type Before = z.infer<typeof Before>

export const JournalEntry = z.discriminatedUnion('is', [
  z.object({ is: z.literal('begun'), plan: InstallPlan, inputs: InstallInputs }),
  z.object({ is: z.literal('resumed') }),
  /** A new enrollment of what is installed: everything from `enroll` on is done again. */
  z.object({ is: z.literal('again'), inputs: InstallInputs }),
  /** Other settings for what is installed: they are written, and the service is started again. */
  z.object({ is: z.literal('settings'), inputs: InstallInputs }),
  z.object({ is: z.literal('applying'), action: ActionName }),
  /** Written before the change is made. */
  z.object({ is: z.literal('changing'), action: ActionName, change: PlannedChange, before: Before }),
  /** What the action learnt and a later one needs (identifiers, never secrets). */
  z.object({ is: z.literal('learnt'), action: ActionName, facts: z.record(z.string(), z.string()) }),
  z.object({ is: z.literal('applied'), action: ActionName, milliseconds: z.number() }),
  z.object({ is: z.literal('failed'), action: ActionName, failure: Failure, milliseconds: z.number() }),
  z.object({ is: z.literal('undoing'), why: z.enum(['failed', 'cancelled', 'asked']), failure: Failure.optional() }),
  /** `atRestart`: a program holds it; Windows takes it away when the server starts the next time. */
  z.object({ is: z.literal('takenBack'), action: ActionName, what: z.string(), atRestart: z.boolean().optional() }),
  z.object({ is: z.literal('notTakenBack'), action: ActionName, what: z.string(), failure: Failure }),
  /** The service goes to another version, beside the plan: nothing of it is taken back by itself. */
  z.object({ is: z.literal('upgrading'), from: z.string(), to: z.string() }),
  z.object({ is: z.literal('upgraded'), from: z.string(), to: z.string() }),
  z.object({ is: z.literal('notUpgraded'), from: z.string(), to: z.string(), failure: Failure }),
  z.object({ is: z.literal('ended'), how: z.enum(['installed', 'undone', 'undoneInPart']) }),
])
export type JournalEntry = z.infer<typeof JournalEntry>

export type JournalLine = FactLine<JournalEntry>

const kind: LineKind<JournalEntry> = { entry: JournalEntry, mayBegin: ({ is }) => is === 'begun' }

export type Journal = LineFile<JournalEntry>

export const parseJournal = (bytes: Buffer, path: string): Result<ParsedLines<JournalEntry>> => parseLines(bytes, path, kind)

export const Journal = { open: (path: string, now: () => Date): Result<Journal> => LineFile.open(path, now, kind) } as const
