import { z } from 'zod'
import { Place } from './navigation.ts'

/** What a reload of the window must not lose: where the person is, and what was typed and not yet handed to the engine. */
export const Session = z.object({
  place: Place.optional(),
  /** By name of the field, `<page>.<field>`. Never secrets. */
  drafts: z.record(z.string().max(100), z.string().max(4000)).default({}),
})
export type Session = z.infer<typeof Session>

const key = 'causeway.session'

/** The session kept in `storage`; an empty one where nothing is kept or what is kept is not ours. */
export function readSession(storage: Storage): Session {
  try {
    return Session.parse(JSON.parse(storage.getItem(key) ?? '{}'))
  } catch {
    return { drafts: {} }
  }
}

export function writeSession(storage: Storage, session: Session): void {
  storage.setItem(key, JSON.stringify(session))
}
