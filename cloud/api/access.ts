/** Who may call which route: one table. A route that is not in it does not start. */
import { type Role } from '../../contract/control-plane-api.ts'

export type Access =
  /** Nobody has to show anything. */
  | { by: 'anyone' }
  /** A person whose role is at least this. `setup`: the short-lived token of a set-up is enough. */
  | { by: 'person'; role: Role; setup: boolean }
  /** A person who may enroll, or a one-time enrollment token. */
  | { by: 'enroller' }
  /** A one-time enrollment token. */
  | { by: 'enrollmentToken' }
  /** A connector's proof of possession. */
  | { by: 'connector' }

const person = (role: Role): Access => ({ by: 'person', role, setup: false })
const setup = (role: Role): Access => ({ by: 'person', role, setup: true })

export const access: Readonly<Record<string, Access>> = {
  'GET /.well-known/causeway': { by: 'anyone' },
  'GET /openapi.json': { by: 'anyone' },
  'GET /v1/health': { by: 'anyone' },
  'GET /v1/me': setup('reader'),
  'GET /v1/organization': setup('reader'),
  'GET /v1/locations': setup('reader'),
  'POST /v1/locations': setup('operator'),
  'GET /v1/locations/:locationId': setup('reader'),
  'PATCH /v1/locations/:locationId': person('operator'),
  'DELETE /v1/locations/:locationId': person('operator'),
  'GET /v1/connectors': setup('reader'),
  'GET /v1/locations/:locationId/connectors': setup('reader'),
  'GET /v1/connectors/:connectorId': setup('reader'),
  'PUT /v1/connectors/:connectorId/drain': person('operator'),
  'DELETE /v1/connectors/:connectorId': person('operator'),
  'GET /v1/connectors/self': { by: 'connector' },
  'PUT /v1/connectors/self/labels': { by: 'connector' },
  'DELETE /v1/connectors/self': { by: 'connector' },
  'GET /v1/locations/:locationId/resources': person('reader'),
  'POST /v1/locations/:locationId/resources': person('operator'),
  'DELETE /v1/locations/:locationId/resources/:resourceId': person('operator'),
  'POST /v1/enrollments/lookup': { by: 'enroller' },
  'POST /v1/enrollments': { by: 'enroller' },
  'GET /v1/enrollments': person('reader'),
  'GET /v1/enrollment-tokens': person('operator'),
  'POST /v1/enrollment-tokens': person('operator'),
  'DELETE /v1/enrollment-tokens/:tokenId': person('operator'),
  'POST /v1/enrollment-tokens/inspect': { by: 'enrollmentToken' },
  'GET /v1/service-keys': person('owner'),
  'POST /v1/service-keys': person('owner'),
  'DELETE /v1/service-keys/:keyId': person('owner'),
  'GET /v1/audit': person('owner'),
  'POST /v1/renewals': { by: 'connector' },
  'POST /v1/echo': { by: 'connector' },
  'POST /v1/throughput': { by: 'connector' },
}

const ranks: Record<Role, number> = { reader: 0, operator: 1, owner: 2 }
export const covers = (has: Role, needed: Role): boolean => ranks[has] >= ranks[needed]
