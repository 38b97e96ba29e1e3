/** What the relay asks of the control plane, answered from the store. */
import { type Logger } from 'pino'
import { type PublishedResource } from '../contract/control-plane-api.ts'
import { LocationId } from '../contract/ids.ts'
import { type AuditWriter } from './audit-writer.ts'
import { type Presence, type RelayPorts } from './relay/ports.ts'
import { type Remembered } from './remembered.ts'
import { authorityOf, readTarget } from './resource-target.ts'
import { type Store } from './store/store.ts'

/** Most resources that a connector is told (see `ChannelConfiguration`). */
const mostResources = 10_000
/** Milliseconds between two writes of a service key's last use. */
const useInterval = 60_000

export interface RelayPortsOptions {
  readonly store: Store
  readonly audit: AuditWriter
  readonly presence: Presence
  /** What is published, asked for on every stream. */
  readonly resources: Remembered<PublishedResource>
  readonly log: Logger
  readonly now: () => number
}

export const relayPortsOf = ({ store, audit, presence, resources, log, now }: RelayPortsOptions): RelayPorts => {
  const usedAt = new Map<string, number>()
  return {
    directory: {
      connector: async (id) => {
        const row = await store.connectors.find(id)
        return row && { id, organizationId: row.organizationId, locationId: row.locationId, standing: row.state }
      },
      certificate: async (connectorId, serial) => {
        const row = await store.connectors.find(connectorId)
        if (row?.state !== 'active') return 'revoked'
        if (row.certificateSerial === serial) {
          if (row.previousCertificateSerial !== null) await store.connectors.forgetPreviousCertificate(connectorId, serial)
          return 'valid'
        }
        return row.previousCertificateSerial === serial ? 'valid' : 'revoked'
      },
      configuration: async (locationId) => {
        const location = await store.locations.revision(locationId)
        const published = await store.publishedResources.ofLocation(locationId, mostResources)
        return {
          revision: location?.revision ?? 0,
          locationName: location?.name ?? '',
          resources: published.flatMap((resource) => {
            const target = readTarget(resource)
            return target.ok ? [{ name: resource.name, authority: authorityOf(target.value) }] : []
          }),
        }
      },
    },
    access: {
      authenticate: async (key) => {
        const service = await store.serviceKeys.authenticate(key)
        if (service === undefined) return undefined
        if (now() - (usedAt.get(service.id) ?? 0) >= useInterval) {
          usedAt.set(service.id, now())
          await store.serviceKeys.recordUse(service.id, new Date(now()))
        }
        return { keyId: service.id, name: service.name, organizationId: service.organizationId }
      },
      resource: async (organizationId, location, name) => {
        const locationId = LocationId.safeParse(location)
        if (!locationId.success) return undefined
        return resources.get(`${organizationId}/${locationId.data}/${name}`, () =>
          store.publishedResources.byName(organizationId, locationId.data, name),
        )
      },
    },
    audit,
    presence,
    log,
    now,
  }
}
