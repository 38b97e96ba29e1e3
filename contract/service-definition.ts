/**
 * How the connector service is registered with the Service Control Manager. Pure data: set-up applies it and reads it back, the
 * service knows itself by it, the pages show it.
 */

export const serviceName = 'CausewayConnector'

export interface RecoveryAction {
  readonly what: 'restart' | 'none'
  /** Milliseconds after the service ended. */
  readonly after: number
}

export interface ServiceDefinition {
  readonly name: string
  readonly displayName: string
  readonly description: string
  /** A virtual account: nobody knows a password, and it has no rights beyond those given to it by name. */
  readonly account: string
  /** After the services that a server needs to be reached. */
  readonly start: 'delayedAutomatic'
  /** Unrestricted: the service has its own SID for access lists. `restricted` would also take from it what Everyone may write, which Node needs. */
  readonly sidType: 'unrestricted'
  /** Everything else is taken from the service's token. Bypassing traverse checks is what opening any path needs. */
  readonly privileges: readonly string[]
  readonly recovery: {
    /** Seconds without an end after which counting begins anew. */
    readonly resetAfter: number
    readonly actions: readonly RecoveryAction[]
    /** Also when the service says by itself that it failed, not only when its process crashes. */
    readonly onFailureExit: boolean
  }
  /** Milliseconds that Windows waits for it when it shuts down. */
  readonly preshutdown: number
}

export const connectorService: ServiceDefinition = {
  name: serviceName,
  displayName: 'Causeway Connector',
  description: 'Joins this resource location to the Causeway control plane with outbound TLS 443 only.',
  account: `NT SERVICE\\${serviceName}`,
  start: 'delayedAutomatic',
  sidType: 'unrestricted',
  privileges: ['SeChangeNotifyPrivilege'],
  recovery: {
    resetAfter: 86_400,
    actions: [
      { what: 'restart', after: 5_000 },
      { what: 'restart', after: 30_000 },
      { what: 'restart', after: 120_000 },
    ],
    onFailureExit: true,
  },
  preshutdown: 20_000,
}

/** Settings beyond the registration itself, each of which is set and read back. */
export const serviceSettingNames = [
  'recovery actions',
  'delayed start',
  'recovery after a failure exit',
  'service SID',
  'privileges',
  'time before shut-down',
] as const
export type ServiceSettingName = (typeof serviceSettingNames)[number]
