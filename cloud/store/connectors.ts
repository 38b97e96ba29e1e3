import { and, asc, desc, eq, gt, or, sql } from 'drizzle-orm'
import { type ConnectorLoad, type MachineFacts } from '../../contract/control-plane-api.ts'
import { type Label } from '../../contract/enrollment.ts'
import { type ConnectorId, type LocationId, type MachineFingerprint, type OrganizationId } from '../../contract/ids.ts'
import { type Queries } from './database.ts'
import { type Page, type PageRequest, pageOfRows } from './page.ts'
import { connectors } from './schema.ts'

export type ConnectorRow = typeof connectors.$inferSelect

export interface NewConnector {
  id: ConnectorId
  locationId: LocationId
  name: string
  labels: Label[]
  machine: MachineFacts
  certificateSerial: string
  certificateExpiresAt: Date
}

/** Enrolled machines. Removed ones stay as revoked rows, so that their certificates stay refused; lists leave them out. */
export const connectorsIn = (queries: Queries) => {
  const mine = (organizationId: OrganizationId, id: ConnectorId) =>
    and(eq(connectors.organizationId, organizationId), eq(connectors.id, id), eq(connectors.state, 'active'))

  return {
    list: async (
      organizationId: OrganizationId,
      { limit, after, locationId }: PageRequest<ConnectorId> & { locationId?: LocationId },
    ): Promise<Page<ConnectorRow, ConnectorId>> => {
      const rows = await queries
        .select()
        .from(connectors)
        .where(
          and(
            eq(connectors.organizationId, organizationId),
            eq(connectors.state, 'active'),
            locationId === undefined ? undefined : eq(connectors.locationId, locationId),
            after === undefined ? undefined : gt(connectors.id, after),
          ),
        )
        .orderBy(asc(connectors.id))
        .limit(limit + 1)
      return pageOfRows(rows, limit)
    },
    get: async (organizationId: OrganizationId, id: ConnectorId): Promise<ConnectorRow | undefined> => {
      const [row] = await queries.select().from(connectors).where(mine(organizationId, id))
      return row
    },
    /** Whatever its organization and standing: for the relay, which only has a certificate to go by. */
    find: async (id: ConnectorId): Promise<ConnectorRow | undefined> => {
      const [row] = await queries.select().from(connectors).where(eq(connectors.id, id))
      return row
    },
    /** The latest active enrollment of a machine. */
    seenBefore: async (organizationId: OrganizationId, fingerprint: MachineFingerprint): Promise<ConnectorRow | undefined> => {
      const [row] = await queries
        .select()
        .from(connectors)
        .where(and(eq(connectors.organizationId, organizationId), eq(connectors.fingerprint, fingerprint), eq(connectors.state, 'active')))
        .orderBy(desc(connectors.id))
        .limit(1)
      return row
    },
    isNameTaken: async (organizationId: OrganizationId, locationId: LocationId, name: string): Promise<boolean> => {
      const [row] = await queries
        .select({ id: connectors.id })
        .from(connectors)
        .where(
          and(
            eq(connectors.organizationId, organizationId),
            eq(connectors.locationId, locationId),
            eq(connectors.state, 'active'),
            eq(sql`lower(${connectors.name})`, sql`lower(${name})`),
          ),
        )
      return row !== undefined
    },
    create: async (organizationId: OrganizationId, { machine, ...connector }: NewConnector, now: Date): Promise<ConnectorRow> => {
      const [row] = await queries
        .insert(connectors)
        .values({
          ...connector,
          organizationId,
          machineName: machine.machineName,
          operatingSystem: machine.operatingSystem,
          domain: machine.domain ?? null,
          version: machine.version,
          fingerprint: machine.fingerprint,
          simulated: machine.simulated,
          state: 'active',
          enrolledAt: now,
        })
        .returning()
      if (row === undefined) throw new Error('the database returned no row for a new connector')
      return row
    },
    /** False when there is no such active connector in the organization. */
    revoke: async (organizationId: OrganizationId, id: ConnectorId, now: Date): Promise<boolean> => {
      const rows = await queries
        .update(connectors)
        .set({ state: 'revoked', revokedAt: now })
        .where(mine(organizationId, id))
        .returning({ id: connectors.id })
      return rows.length > 0
    },
    /** Of all organizations, for the relay. */
    draining: async (): Promise<ConnectorId[]> => {
      const rows = await queries
        .select({ id: connectors.id })
        .from(connectors)
        .where(and(eq(connectors.draining, true), eq(connectors.state, 'active')))
      return rows.map(({ id }) => id)
    },
    setDraining: async (organizationId: OrganizationId, id: ConnectorId, draining: boolean): Promise<boolean> => {
      const rows = await queries.update(connectors).set({ draining }).where(mine(organizationId, id)).returning({ id: connectors.id })
      return rows.length > 0
    },
    setLabels: async (organizationId: OrganizationId, id: ConnectorId, labels: Label[]): Promise<boolean> => {
      const rows = await queries.update(connectors).set({ labels }).where(mine(organizationId, id)).returning({ id: connectors.id })
      return rows.length > 0
    },
    /** The old certificate stays valid until the new one is seen: the answer to the connector may be lost. */
    renew: async (
      organizationId: OrganizationId,
      id: ConnectorId,
      presented: string,
      serial: string,
      expiresAt: Date,
    ): Promise<boolean> => {
      const rows = await queries
        .update(connectors)
        .set({ certificateSerial: serial, previousCertificateSerial: presented, certificateExpiresAt: expiresAt })
        .where(
          and(
            mine(organizationId, id),
            or(eq(connectors.certificateSerial, presented), eq(connectors.previousCertificateSerial, presented)),
          ),
        )
        .returning({ id: connectors.id })
      return rows.length > 0
    },
    /** The new certificate was seen: the one before it ends. */
    forgetPreviousCertificate: async (id: ConnectorId, serial: string): Promise<void> => {
      await queries
        .update(connectors)
        .set({ previousCertificateSerial: null })
        .where(and(eq(connectors.id, id), eq(connectors.certificateSerial, serial)))
    },
    /** What presence learned, for lists after a restart. */
    recordContact: async (id: ConnectorId, contact: { at: Date; version?: string; load?: ConnectorLoad }): Promise<void> => {
      await queries
        .update(connectors)
        .set({
          lastContactAt: contact.at,
          ...(contact.version === undefined ? {} : { version: contact.version }),
          ...(contact.load === undefined ? {} : { load: contact.load }),
        })
        .where(eq(connectors.id, id))
    },
  }
}
