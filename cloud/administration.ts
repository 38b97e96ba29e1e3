/**
 * What people and programs change in an organization: each change with its audit entry in one transaction, and what follows
 * from it for open channels. The API and the console both go through here.
 */
import { type Location, type PublishedResource } from '../contract/control-plane-api.ts'
import { type Label } from '../contract/enrollment.ts'
import { type Failure, type MessageValues, type Result, failed, succeeded } from '../contract/error-codes.ts'
import {
  type ConnectorId,
  type EnrollmentTokenId,
  type LocationId,
  type OrganizationId,
  type ResourceId,
  type ServiceKeyId,
} from '../contract/ids.ts'
import { writeLabels } from '../contract/labels.ts'
import { type Secret } from '../contract/secret.ts'
import { type ShownToken } from './store/enrollment-tokens.ts'
import { type NewResource } from './store/published-resources.ts'
import { type ShownKey } from './store/service-keys.ts'
import { type Nouns, type Store } from './store/store.ts'

/** On whose behalf, and in which organization. */
export interface Actor {
  organizationId: OrganizationId
  /** As shown in the audit log: an e-mail address, a token, a connector. */
  name: string
}

/** The relay's part. */
export interface OpenChannels {
  revoke: (connectorId: ConnectorId, reason: Failure) => Promise<void>
  setDraining: (connectorId: ConnectorId, draining: boolean) => void
  configurationChanged: (locationId: LocationId) => Promise<void>
}

export interface Administration {
  createLocation: (actor: Actor, name: string) => Promise<Result<Location>>
  renameLocation: (actor: Actor, id: LocationId, name: string) => Promise<Result<Location>>
  deleteLocation: (actor: Actor, id: LocationId) => Promise<Result<void>>
  setDraining: (actor: Actor, id: ConnectorId, draining: boolean) => Promise<Result<void>>
  setLabels: (actor: Actor, id: ConnectorId, labels: Label[]) => Promise<Result<void>>
  /** Revokes the connector's certificate and ends its channels at once. */
  removeConnector: (actor: Actor, id: ConnectorId) => Promise<Result<void>>
  createEnrollmentToken: (actor: Actor, locationId: LocationId, note: string) => Promise<Result<{ shown: ShownToken; token: Secret }>>
  revokeEnrollmentToken: (actor: Actor, id: EnrollmentTokenId) => Promise<Result<void>>
  publishResource: (actor: Actor, locationId: LocationId, resource: NewResource) => Promise<Result<PublishedResource>>
  withdrawResource: (actor: Actor, locationId: LocationId, id: ResourceId) => Promise<Result<void>>
  createServiceKey: (actor: Actor, name: string) => Promise<Result<{ shown: ShownKey; key: Secret }>>
  revokeServiceKey: (actor: Actor, id: ServiceKeyId) => Promise<Result<void>>
}

export const administrationOf = (store: Store, channels: OpenChannels, now: () => number): Administration => {
  const at = () => new Date(now())

  /** Runs a change and records it when it was done; a refusal that changes nothing is answered, not recorded. */
  const change = <T>(
    actor: Actor,
    action: string,
    work: (nouns: Nouns) => Promise<Result<T>>,
    object: (value: T) => string,
    values: MessageValues = {},
  ): Promise<Result<T>> =>
    store.inTransaction(async (nouns) => {
      const result = await work(nouns)
      if (result.ok)
        await nouns.auditLog.record(
          [{ organizationId: actor.organizationId, actor: actor.name, action, object: object(result.value), outcome: 'done', values }],
          at(),
        )
      return result
    })
  const found = (there: boolean): Result<void> => (there ? succeeded(undefined) : failed('CW5003'))

  return {
    createLocation: (actor, name) =>
      change(
        actor,
        'location.created',
        (nouns) => nouns.locations.create(actor.organizationId, name, at()),
        ({ id }) => id,
      ),
    renameLocation: async (actor, id, name) => {
      const renamed = await change(
        actor,
        'location.renamed',
        async (nouns) => {
          const done = await nouns.locations.rename(actor.organizationId, id, name)
          if (!done.ok) return done
          const location = await nouns.locations.get(actor.organizationId, id)
          return location === undefined ? failed('CW5003') : succeeded(location)
        },
        () => id,
      )
      // Connectors show the name of their location.
      if (renamed.ok) await channels.configurationChanged(id)
      return renamed
    },
    deleteLocation: async (actor, id) => {
      const deleted = await change(
        actor,
        'location.deleted',
        (nouns) => nouns.locations.delete(actor.organizationId, id),
        () => id,
      )
      if (deleted.ok) await channels.configurationChanged(id)
      return deleted
    },
    setDraining: async (actor, id, draining) => {
      const done = await change(
        actor,
        draining ? 'connector.draining' : 'connector.drainingEnded',
        async (nouns) => found(await nouns.connectors.setDraining(actor.organizationId, id, draining)),
        () => id,
      )
      if (done.ok) channels.setDraining(id, draining)
      return done
    },
    setLabels: (actor, id, labels) =>
      change(
        actor,
        'connector.labelsChanged',
        async (nouns) => found(await nouns.connectors.setLabels(actor.organizationId, id, labels)),
        () => id,
        { labels: writeLabels(labels) },
      ),
    removeConnector: async (actor, id) => {
      const done = await change(
        actor,
        'connector.removed',
        async (nouns) => found(await nouns.connectors.revoke(actor.organizationId, id, at())),
        () => id,
      )
      if (done.ok) await channels.revoke(id, { code: 'CW4004', values: { by: ` (${actor.name})` } })
      return done
    },
    createEnrollmentToken: (actor, locationId, note) =>
      change(
        actor,
        'enrollmentToken.created',
        async (nouns) =>
          (await nouns.locations.get(actor.organizationId, locationId)) === undefined
            ? failed('CW2024')
            : succeeded(await nouns.enrollmentTokens.create(actor.organizationId, { locationId, note, createdBy: actor.name }, at())),
        ({ shown }) => shown.id,
      ),
    revokeEnrollmentToken: (actor, id) =>
      change(
        actor,
        'enrollmentToken.revoked',
        async (nouns) => found(await nouns.enrollmentTokens.revoke(actor.organizationId, id, at())),
        () => id,
      ),
    publishResource: async (actor, locationId, resource) => {
      const published = await change<PublishedResource>(
        actor,
        'resource.published',
        async (nouns) =>
          (await nouns.locations.get(actor.organizationId, locationId)) === undefined
            ? failed('CW5003')
            : nouns.publishedResources.create(actor.organizationId, locationId, resource, at()),
        ({ id }) => id,
      )
      if (published.ok) await channels.configurationChanged(locationId)
      return published
    },
    withdrawResource: async (actor, locationId, id) => {
      const withdrawn = await change(
        actor,
        'resource.withdrawn',
        async (nouns) => found((await nouns.publishedResources.delete(actor.organizationId, locationId, id)) !== undefined),
        () => id,
      )
      if (withdrawn.ok) await channels.configurationChanged(locationId)
      return withdrawn
    },
    createServiceKey: (actor, name) =>
      change(
        actor,
        'serviceKey.created',
        async (nouns) => succeeded(await nouns.serviceKeys.create(actor.organizationId, name, at())),
        ({ shown }) => shown.id,
      ),
    revokeServiceKey: (actor, id) =>
      change(
        actor,
        'serviceKey.revoked',
        async (nouns) => found(await nouns.serviceKeys.revoke(actor.organizationId, id, at())),
        () => id,
      ),
  }
}
