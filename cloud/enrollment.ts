/** Turning a signed-in administrator's consent, or a one-time token, into a machine identity; and renewing it. */
import { type z } from 'zod'
import { type EnrollmentReply, type EnrollmentRequest, type RenewalReply, type Relay } from '../contract/control-plane-api.ts'
import { type SeenBefore, type SignInMethod } from '../contract/enrollment.ts'
import { type Failure, type Result, failed, succeeded } from '../contract/error-codes.ts'
import { type ConnectorId, type LocationId, type MachineFingerprint, type OrganizationId } from '../contract/ids.ts'
import { type Secret } from '../contract/secret.ts'
import { type Actor, type OpenChannels } from './administration.ts'
import { type CertificateAuthority, type Issued } from './certificate-authority/authority.ts'
import { type ConnectorsHealth } from './connector-health.ts'
import { type ConnectorRow } from './store/connectors.ts'
import { newId } from './store/identifiers.ts'
import { type Nouns, type Store } from './store/store.ts'

export interface EnrollmentPorts {
  store: Store
  authority: CertificateAuthority
  health: ConnectorsHealth
  channels: OpenChannels
  relays: readonly Relay[]
  now: () => number
}

/** By whom a machine is enrolled. A token names its location and is used up. */
export type Enroller = Actor & ({ method: Exclude<SignInMethod, 'token'> } | { method: 'token'; token: Secret; locationId: LocationId })

type Refused = { ok: false; failure: Failure; seenBefore?: SeenBefore }
export type EnrollmentOutcome = { ok: true; value: EnrollmentReply } | Refused

export interface Enrollments {
  /** What the organization knows of this machine. */
  lookUp: (organizationId: OrganizationId, fingerprint: MachineFingerprint) => Promise<SeenBefore | undefined>
  enroll: (enroller: Enroller, request: EnrollmentRequest) => Promise<EnrollmentOutcome>
  /** @param presented serial of the certificate whose key signed the proof */
  renew: (
    connector: { organizationId: OrganizationId; locationId: LocationId; connectorId: ConnectorId; serial: string },
    request: string,
  ) => Promise<Result<z.infer<typeof RenewalReply>>>
}

/** Thrown inside a transaction so that everything before the refusal is taken back. */
class Takeback extends Error {
  readonly refused: Refused
  constructor(refused: Refused) {
    super(refused.failure.code)
    this.refused = refused
  }
}

const shownCertificate = ({ certificate, chain, expiresAt }: Issued) => ({ certificate, chain, expiresAt: expiresAt.toISOString() })

export const enrollmentsOf = ({ store, authority, health, channels, relays, now }: EnrollmentPorts): Enrollments => {
  const describe = async (nouns: Nouns, row: ConnectorRow): Promise<SeenBefore> => {
    const shown = health.shown(row)
    const active = shown.sessions > 0
    const location = await nouns.locations.get(row.organizationId, row.locationId)
    return {
      connector: {
        id: row.id,
        name: row.name,
        health: shown.health,
        ...(shown.reason === undefined ? {} : { reason: shown.reason }),
        ...(shown.lastContact === undefined ? {} : { lastContact: shown.lastContact }),
        version: shown.version,
      },
      locationId: row.locationId,
      locationName: location?.name ?? '',
      enrolledAt: row.enrolledAt.toISOString(),
      machineName: row.machineName,
      // An open channel of the same machine is probably its clone.
      likely: active ? 'keepBoth' : 'replace',
      active,
    }
  }

  /** Which earlier enrollment gives way, if any; refuses while that is not decided. */
  const decide = async (
    nouns: Nouns,
    organizationId: OrganizationId,
    { machine, locationId, onSeenBefore }: EnrollmentRequest,
  ): Promise<{ ok: true; value: ConnectorRow | undefined } | Refused> => {
    const earlier = await nouns.connectors.seenBefore(organizationId, machine.fingerprint)
    if (earlier === undefined || onSeenBefore === 'keepBoth') return succeeded(undefined)
    if (onSeenBefore === undefined) {
      const seenBefore = await describe(nouns, earlier)
      return { ...failed('CW2021', { name: earlier.name, location: seenBefore.locationName }), seenBefore }
    }
    if (onSeenBefore === 'replace' && earlier.locationId !== locationId)
      return failed('CW5005', { reason: 'The earlier enrollment is in another location; “replace and move” would be the decision.' })
    return succeeded(earlier)
  }

  const enrollIn = async (
    nouns: Nouns,
    enroller: Enroller,
    request: EnrollmentRequest,
  ): Promise<{ ok: true; value: EnrollmentReply; replaced: ConnectorId | undefined } | Refused> => {
    const { organizationId } = enroller
    const at = new Date(now())
    const organization = await nouns.organizations.get(organizationId)
    const location = await nouns.locations.get(organizationId, request.locationId)
    if (organization === undefined || location === undefined || (enroller.method === 'token' && enroller.locationId !== location.id))
      return failed('CW2024')
    const decision = await decide(nouns, organizationId, request)
    if (!decision.ok) return decision
    const replaced = decision.value
    if (replaced !== undefined) await nouns.connectors.revoke(organizationId, replaced.id, at)
    if (await nouns.connectors.isNameTaken(organizationId, location.id, request.connectorName))
      return failed('CW5005', { reason: `A connector named “${request.connectorName}” is in this location already.` })
    const connectorId = newId('con')
    const issued = await authority.issueForConnector(request.csr, { organizationId, locationId: location.id, connectorId }, at)
    if (!issued.ok) return issued
    // Last, so that every refusal above leaves the token usable.
    if (enroller.method === 'token' && (await nouns.enrollmentTokens.use(enroller.token, at)) === undefined) return failed('CW2020')
    const enrollmentId = newId('enr')
    await nouns.connectors.create(
      organizationId,
      {
        id: connectorId,
        locationId: location.id,
        name: request.connectorName,
        labels: request.labels.length === 0 ? (replaced?.labels ?? []) : request.labels,
        machine: request.machine,
        certificateSerial: issued.value.serial,
        certificateExpiresAt: issued.value.expiresAt,
      },
      at,
    )
    await nouns.enrollments.record(organizationId, {
      id: enrollmentId,
      connectorId,
      locationId: location.id,
      machineName: request.machine.machineName,
      by: enroller.name,
      method: enroller.method,
      at: at.toISOString(),
      ...(replaced === undefined ? {} : { replaced: replaced.id }),
    })
    await nouns.auditLog.record(
      [
        {
          organizationId,
          actor: enroller.name,
          action: 'connector.enrolled',
          object: connectorId,
          outcome: 'done',
          values: {
            machine: request.machine.machineName,
            method: enroller.method,
            ...(replaced === undefined ? {} : { replaced: replaced.id }),
          },
        },
      ],
      at,
    )
    return {
      ...succeeded({
        enrollmentId,
        connectorId,
        organization,
        location: { id: location.id, name: location.name },
        ...shownCertificate(issued.value),
        relays: [...relays],
      }),
      replaced: replaced?.id,
    }
  }

  return {
    lookUp: async (organizationId, fingerprint) => {
      const row = await store.connectors.seenBefore(organizationId, fingerprint)
      return row === undefined ? undefined : describe(store, row)
    },
    enroll: async (enroller, request) => {
      try {
        const { value, replaced } = await store.inTransaction(async (nouns) => {
          const inside = await enrollIn(nouns, enroller, request)
          if (!inside.ok) throw new Takeback(inside)
          return inside
        })
        if (replaced !== undefined) await channels.revoke(replaced, { code: 'CW4004', values: { by: ` (${enroller.name})` } })
        return succeeded(value)
      } catch (error) {
        if (error instanceof Takeback) return error.refused
        throw error
      }
    },
    renew: async ({ organizationId, locationId, connectorId, serial }, request) => {
      const at = new Date(now())
      const issued = await authority.issueForConnector(request, { organizationId, locationId, connectorId }, at)
      if (!issued.ok) return issued
      const { serial: next, expiresAt } = issued.value
      const renewed = await store.inTransaction(async (nouns) => {
        const done = await nouns.connectors.renew(organizationId, connectorId, serial, next, expiresAt)
        if (done)
          await nouns.auditLog.record(
            [
              {
                organizationId,
                actor: `connector ${connectorId}`,
                action: 'connector.renewed',
                object: connectorId,
                outcome: 'done',
                values: {},
              },
            ],
            at,
          )
        return done
      })
      return renewed ? succeeded(shownCertificate(issued.value)) : failed('CW4004', { by: '' })
    },
  }
}
