/** Types that keep the stand-in from offering what Electron lacks. */
import { type EventEmitter } from 'node:events'

/** Public names of a part, without those that every emitter has. */
type NamesOf<Part> = Exclude<keyof Part, keyof EventEmitter>

/**
 * What `Part` may look like beside Electron's own `Whole`: each member must exist there and fit. Members named in `Partly`
 * are stand-ins themselves, checked where they are made, so only their name is held to Electron's.
 */
export type OfferedBy<Whole, Part, Partly extends keyof Whole = never> = {
  readonly [Name in NamesOf<Part>]: Name extends Partly ? Part[Name] : Name extends keyof Whole ? Whole[Name] : never
}
