/** What a fix changes, one thing each, with what stood there before: shown before it is done, written down, and taken back by. */
import { z } from 'zod'

export const StoredValue = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['dword', 'qword']), value: z.number().int().nonnegative() }),
  z.object({ type: z.enum(['string', 'expandString']), value: z.string().max(65_536) }),
  z.object({ type: z.literal('multiString'), value: z.array(z.string().max(65_536)).max(4096) }),
])
export type StoredValue = z.infer<typeof StoredValue>

/** A key and every key under it, with their values. */
export const StoredKeys = z.record(z.string().max(1024), z.record(z.string().max(16_384), StoredValue))
export type StoredKeys = z.infer<typeof StoredKeys>

const path = z.string().min(1).max(1024)

export const FixChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('registryValue'),
    key: path,
    name: z.string().max(256),
    /** Absent: there was none. */
    before: StoredValue.optional(),
    after: StoredValue,
    /** The uppermost key that will be made for it; absent where the key was there. */
    newKey: path.optional(),
  }),
  /** Removed with everything under it. */
  z.object({ kind: z.literal('registryKey'), key: path, before: StoredKeys }),
  z.object({ kind: z.literal('folder'), path, movedTo: path }),
  z.object({
    kind: z.literal('firewallRule'),
    before: z.object({
      name: z.string().max(300),
      direction: z.enum(['in', 'out']),
      action: z.enum(['allow', 'block']),
      protocol: z.enum(['tcp', 'udp', 'any']),
      remotePorts: z.array(z.number().int()).max(100).optional(),
      program: z.string().max(1024).optional(),
      service: z.string().max(300).optional(),
    }),
  }),
  /** GUIDs. */
  z.object({ kind: z.literal('powerPlan'), before: z.string().max(64), after: z.string().max(64) }),
  /** An account, by its SID, gets a right that it did not have. */
  z.object({ kind: z.literal('accountRight'), account: z.string().regex(/^S-1-[\d-]{1,180}$/), right: z.enum(['SeServiceLogonRight']) }),
  /** Time goes on: this one cannot be taken back. */
  z.object({ kind: z.literal('clock'), source: z.string().max(300) }),
])
export type FixChange = z.infer<typeof FixChange>

export const canTakeBack = (changes: readonly FixChange[]): boolean => changes.length > 0 && changes.every(({ kind }) => kind !== 'clock')

const printed = (stored: StoredValue | undefined): string =>
  stored === undefined ? '-' : Array.isArray(stored.value) ? stored.value.join('; ') : String(stored.value)

/** For people, in any language: the place, what stands there, what will stand there. `-` is nothing. */
export const changeFacts = (change: FixChange): { readonly place: string; readonly from: string; readonly to: string } => {
  switch (change.kind) {
    case 'registryValue':
      return { place: `${change.key}\\${change.name}`, from: printed(change.before), to: printed(change.after) }
    case 'registryKey':
      return {
        place: change.key,
        from: String(Object.values(change.before).reduce((sum, values) => sum + Object.keys(values).length, 0)),
        to: '-',
      }
    case 'folder':
      return { place: change.path, from: change.path, to: change.movedTo }
    case 'firewallRule':
      return { place: change.before.name, from: change.before.action, to: '-' }
    case 'powerPlan':
      return { place: 'ActivePowerScheme', from: change.before, to: change.after }
    case 'accountRight':
      return { place: change.right, from: '-', to: change.account }
    case 'clock':
      return { place: change.source, from: '-', to: '-' }
  }
}
