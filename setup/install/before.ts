/** What stood somewhere before a change, as the journal records it. */
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type Fact } from '../host/fact-sections.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Before } from './journal.ts'

/** A change whose undo cannot be known is not begun. */
export const presenceOf = (what: string, fact: Fact<unknown>): Result<Before> =>
  fact.is === 'unknown' ? failed('CW3011', { what, reason: fact.why }) : succeeded({ existed: fact.is === 'known' })

export const existedBefore = async (reader: HostReader, path: string): Promise<Result<Before>> =>
  presenceOf(path, await reader.pathKind(path))
