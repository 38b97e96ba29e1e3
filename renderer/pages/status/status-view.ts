/** What the status page says first, and its facts. Pure. */
import { type ConnectivityState } from '../../../contract/connectivity.ts'
import { type ChecksState } from '../../../contract/check-report.ts'
import { type ErrorCode, type Failure } from '../../../contract/error-codes.ts'
import { type InstallState } from '../../../contract/install-plan.ts'
import { type ServiceStatus, type SessionStatus } from '../../../contract/local-status-api.ts'
import { type ServiceState } from '../../../contract/wizard-api.ts'
import { type ProxyStatus } from '../../../contract/proxy.ts'

/** The verdict of the page. `enrollAgain` is the only one in which starting again cannot help. */
export type StatusVerdict =
  | { readonly is: 'working'; readonly milliseconds?: number; readonly relays: readonly string[]; readonly proxy?: string }
  | { readonly is: 'starting' }
  | { readonly is: 'degraded'; readonly failure?: Failure; readonly open: number; readonly all: number }
  | { readonly is: 'down'; readonly failure?: Failure; readonly nextAttemptAt?: string }
  | { readonly is: 'enrollAgain'; readonly failure: Failure }
  | { readonly is: 'stopped'; readonly failure?: Failure }
  | { readonly is: 'notAnswering'; readonly failure: Failure }
  | { readonly is: 'notInstalled' }
  /** The journal has an installation, Windows has no service: somebody deleted it. */
  | { readonly is: 'missing' }

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>)

/** Without a failure an expired certificate is the usual reason why a connector has to enroll again. */
const unnamed: ErrorCode = 'CW4003'

export const openRelays = (status: ServiceStatus) =>
  [...new Set(status.sessions.filter((s) => s.state === 'open').map((s) => s.relay))].toSorted()

/** A test that has ended says how things stood then, not how they stand. */
export const isLive = (connectivity: ConnectivityState): connectivity is Extract<ConnectivityState, { is: 'active' }> =>
  connectivity.is === 'active' && connectivity.finishedAt === undefined

const runningVerdict = (status: ServiceStatus, connectivity: ConnectivityState): StatusVerdict => {
  const relays = openRelays(status)
  const lastFailure = status.failure ?? status.sessions.find((s) => s.lastFailure !== undefined)?.lastFailure
  switch (status.channel) {
    case 'starting':
      return { is: 'starting' }
    case 'enrollAgain':
      return { is: 'enrollAgain', failure: status.failure ?? { code: unnamed, values: {} } }
    case 'degraded':
      return {
        is: 'degraded',
        ...optional('failure', lastFailure),
        open: status.sessions.filter((s) => s.state === 'open').length,
        all: status.sessions.length,
      }
    case 'down': {
      const next = status.sessions.flatMap((s) => (s.nextAttemptAt === undefined ? [] : [s.nextAttemptAt])).toSorted()[0]
      return { is: 'down', ...optional('failure', lastFailure), ...optional('nextAttemptAt', next) }
    }
    case 'healthy': {
      const tested = isLive(connectivity) && connectivity.diagnosis.is === 'working' ? connectivity.diagnosis : undefined
      const pings = status.sessions.flatMap((s) => (s.state === 'open' && s.ping !== undefined ? [s.ping] : []))
      const milliseconds = tested?.milliseconds ?? (pings.length === 0 ? undefined : Math.min(...pings))
      const through = tested === undefined ? relays : [tested.relay]
      return {
        is: 'working',
        ...optional('milliseconds', milliseconds),
        relays: through,
        ...optional('proxy', tested?.through ?? proxyInUse(status.proxy)),
      }
    }
  }
}

/** `host:port` of a proxy that something came through; undefined where all goes directly, or nothing is known yet. */
export const proxyInUse = (proxy: ProxyStatus | undefined): string | undefined =>
  proxy?.used.map(({ through }) => through).find((through) => through !== 'direct')

export const statusVerdict = (
  service: ServiceState,
  connectivity: ConnectivityState,
  install: InstallState['is'] = 'none',
): StatusVerdict => {
  switch (service.is) {
    case 'notInstalled':
      return install === 'installed' ? { is: 'missing' } : { is: 'notInstalled' }
    case 'stopped':
      return { is: 'stopped', ...optional('failure', service.failure) }
    case 'notAnswering':
      return { is: 'notAnswering', failure: service.failure }
    case 'running':
      return runningVerdict(service.status, connectivity)
  }
}

export const verdictOutcome = (verdict: StatusVerdict): 'pass' | 'warn' | 'fail' | 'running' => {
  switch (verdict.is) {
    case 'working':
      return 'pass'
    case 'starting':
      return 'running'
    case 'degraded':
    case 'stopped':
    case 'notInstalled':
      return 'warn'
    case 'down':
    case 'enrollAgain':
    case 'notAnswering':
    case 'missing':
      return 'fail'
  }
}

/** What a person may do with the service in this state. */
export interface ServiceActions {
  readonly primary?: 'enrollAgain' | 'startService' | 'restartService' | 'setUp' | 'repair'
  readonly mayStop: boolean
  readonly mayRestart: boolean
  readonly mayUninstall: boolean
}

export const serviceActions = (verdict: StatusVerdict): ServiceActions => {
  switch (verdict.is) {
    case 'notInstalled':
      return { primary: 'setUp', mayStop: false, mayRestart: false, mayUninstall: false }
    case 'missing':
      return { primary: 'repair', mayStop: false, mayRestart: false, mayUninstall: true }
    case 'stopped':
      return { primary: 'startService', mayStop: false, mayRestart: false, mayUninstall: true }
    case 'notAnswering':
      return { primary: 'restartService', mayStop: true, mayRestart: false, mayUninstall: true }
    case 'enrollAgain':
      return { primary: 'enrollAgain', mayStop: true, mayRestart: false, mayUninstall: true }
    case 'working':
    case 'starting':
    case 'degraded':
    case 'down':
      return { mayStop: true, mayRestart: true, mayUninstall: true }
  }
}

/** Connections to one relay that are alike but for what they are for, in one row. */
export interface SessionGroup {
  readonly session: SessionStatus
  readonly purposes: readonly SessionStatus['purpose'][]
  /** Least of those that are open. */
  readonly ping?: number
  readonly reconnects: number
}

export const sessionGroups = (sessions: readonly SessionStatus[]): SessionGroup[] => {
  const groups = Map.groupBy(sessions, ({ relay, state, carrier, lastFailure }) =>
    [relay, state, carrier, lastFailure?.code ?? ''].join(' '),
  )
  return [...groups.values()].flatMap((alike) => {
    const session = alike.toSorted((a, b) => a.since.localeCompare(b.since))[0]
    if (session === undefined) return []
    const pings = alike.flatMap((one) => (one.state === 'open' && one.ping !== undefined ? [one.ping] : []))
    return [
      {
        session,
        purposes: [...new Set(alike.map((one) => one.purpose))],
        ...(pings.length === 0 ? {} : { ping: Math.min(...pings) }),
        reconnects: alike.reduce((sum, one) => sum + one.reconnects, 0),
      },
    ]
  })
}

/** How many checks found something; undefined while none has run. */
export const checksFound = (checks: ChecksState): number | undefined => {
  const done = checks.rows.flatMap((row) => (row.state.is === 'done' ? [row.state.result.outcome] : []))
  return done.length === 0 ? undefined : done.filter((outcome) => outcome === 'warn' || outcome === 'fail' || outcome === 'error').length
}
