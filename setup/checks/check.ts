/** What a check is: a value with an id and a function from what can be read to an outcome. It has no way to change anything. */
import { type ProxySetting } from '../../contract/proxy.ts'
import { type CheckId, type FindingOf, type FixOf } from '../../contract/check-catalogue.ts'
import { type Evidence } from '../../contract/check-report.ts'
import { type ExpectedIssuer, type Relay } from '../../contract/control-plane-api.ts'
import { type MessageValues } from '../../contract/error-codes.ts'
import { type FactLabel, type SkipReason } from '../../contract/wording/check-texts.ts'
import { type Fact } from '../host/fact-sections.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Network } from '../network/network.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

/** The control plane that will be used, as far as it is known. */
export interface ControlPlaneTarget {
  /** https origin. */
  readonly origin: string
  /** Known after discovery; empty before. */
  readonly relays: readonly Relay[]
  /** Known after discovery; empty before. */
  readonly expectedIssuers: readonly ExpectedIssuer[]
}

export interface CheckContext {
  readonly reader: HostReader
  /** What the service is set to where that is not what the system says. */
  readonly chosenProxy?: ProxySetting | undefined
  /** Probes with the proxy and the trust that the service will have. */
  readonly network: Network
  /** Absent until an address is known; checks of the network then skip. */
  readonly target: ControlPlaneTarget | undefined
  /** The installed connector service; absent only where a test has none. */
  readonly service?: Pick<ConnectorServiceDoor, 'status' | 'echo'> | undefined
  /** A window needs a desktop; the command line does not. */
  readonly surface: 'window' | 'commandLine'
  readonly signal: AbortSignal
}

export type CheckOutcome<Id extends CheckId = CheckId> =
  | {
      readonly outcome: 'pass' | 'warn' | 'fail'
      readonly finding: FindingOf<Id>
      readonly values?: MessageValues
      readonly evidence?: readonly Evidence[]
      readonly remedy?: CheckRemedy<Id>
    }
  | { readonly outcome: 'skip'; readonly reason: SkipReason }
  | { readonly outcome: 'error'; readonly reason: string; readonly evidence?: readonly Evidence[] }

export interface CheckRemedy<Id extends CheckId = CheckId> {
  /** To copy and run. */
  readonly command?: string
  readonly fix?: { readonly name: FixOf<Id>; readonly values: MessageValues }
  readonly owner?: 'administrator' | 'network' | 'policy'
}

export interface Check<Id extends CheckId = CheckId> {
  readonly id: Id
  readonly run: (context: CheckContext) => Promise<CheckOutcome<Id>>
}

/** Thrown inside a check when a fact that decides is unknown; the runner makes it the outcome `error`. */
export class FactMissing extends Error {
  override readonly name = 'FactMissing'
}

/** The value, or undefined when absent. Throws `FactMissing` with the reason when unknown. */
export const valueOf = <T>(fact: Fact<T>, what: FactLabel): T | undefined => {
  if (fact.is === 'unknown') throw new FactMissing(`${what}: ${fact.why}`)
  return fact.is === 'known' ? fact.value : undefined
}

/** The value; absent is as bad as unknown. */
export const needed = <T>(fact: Fact<T>, what: FactLabel): T => {
  const value = valueOf(fact, what)
  if (value === undefined) throw new FactMissing(`${what}: not there`)
  return value
}

/** One line of evidence; `label` has a text in every language. */
export const measured = (label: FactLabel, value: string | number | boolean | undefined): Evidence => ({
  label,
  value: value === undefined ? '-' : String(value).slice(0, 4000),
})

/** A fact as evidence: unknown shows why. */
export const measuredFact = (label: FactLabel, fact: Fact<string | number | boolean>): Evidence =>
  measured(label, fact.is === 'known' ? fact.value : fact.is === 'absent' ? undefined : `? (${fact.why})`)
