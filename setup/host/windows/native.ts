/** Windows' own libraries as set-up reads facts through them; calls that may end the process are in `native-call.ts`. */
import { type Fact, unknown } from '../fact-sections.ts'

export {
  bind,
  demand,
  demandTrue,
  firstOut,
  hasFunction,
  prepareErrors,
  Refused,
  textAt,
  textIn,
  type Pointer,
} from '../../../connector/identity/win32.ts'

/** A fact from a read that may be refused: what is thrown becomes unknown with the reason. */
export const factOf = <T>(read: () => Fact<T>): Fact<T> => {
  try {
    return read()
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}
