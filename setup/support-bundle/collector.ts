/** A collector of the support bundle: reads one thing, changes nothing, and may fail without any other noticing. */
import { type CheckReport } from '../../contract/check-report.ts'
import { type CollectorName, type NothingReason } from '../../contract/support-bundle.ts'
import { type WizardSnapshot } from '../../contract/wizard-api.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Host } from '../host/host-writer.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

export interface CollectorContext {
  readonly reader: HostReader
  /** The server's own record of events; absent on a server that has none. */
  readonly events: Host['events']
  readonly service: ConnectorServiceDoor
  readonly snapshot: () => WizardSnapshot
  /** Where set-up keeps its own files about this server. */
  readonly stateFolder: string
  readonly journalPath: string
  /** The checks as they are; runs them where that was not done yet. Absent when cancelled. */
  readonly checkReport: (signal: AbortSignal) => Promise<CheckReport | undefined>
  /** The text of the connectivity report; tests first where that was not done yet. Absent where nothing can be tested. */
  readonly connectivityReport: (signal: AbortSignal) => Promise<string | undefined>
  readonly signal: AbortSignal
}

/** Content that is no text is written as JSON, so that a `Secret` in it shows itself as `[secret]`. */
export interface CollectedFile {
  readonly path: string
  readonly content: string | object
}

export type Collected =
  { readonly is: 'files'; readonly files: readonly CollectedFile[] } | { readonly is: 'nothing'; readonly why: NothingReason }

export interface Collector {
  readonly name: CollectorName
  /** Milliseconds until the bundle goes on without it. */
  readonly budget: number
  collect(context: CollectorContext): Promise<Collected>
}

export const files = (...collected: CollectedFile[]): Collected =>
  collected.length === 0 ? { is: 'nothing', why: 'nothingYet' } : { is: 'files', files: collected }
export const nothing = (why: NothingReason): Collected => ({ is: 'nothing', why })
