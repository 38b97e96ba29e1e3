/** Who is calling: a person with an access token, an enrollment token, or a connector with its proof. */
import { type FastifyRequest } from 'fastify'
import { apiScope, setupClient, type Role } from '../../contract/control-plane-api.ts'
import { channelHeaders } from '../../contract/channel.ts'
import { type Result, failed, succeeded } from '../../contract/error-codes.ts'
import { type OrganizationId, type UserId } from '../../contract/ids.ts'
import { Secret } from '../../contract/secret.ts'
import { type ProvenConnector } from '../relay/relay-api.ts'
import { type AccessTokenPrincipal, type TokenRequest } from '../sign-in/sign-in-api.ts'
import { type Store } from '../store/store.ts'
import { type UsableToken } from '../store/enrollment-tokens.ts'
import { type Access, covers } from './access.ts'
import { type Attempts } from './attempts.ts'

export interface PersonPrincipal {
  is: 'person'
  userId: UserId
  organizationId: OrganizationId
  email: string
  name: string
  role: Role
  scopes: readonly string[]
}
export interface TokenPrincipal extends UsableToken {
  is: 'enrollmentToken'
  token: Secret
}
export interface ConnectorPrincipal extends ProvenConnector {
  is: 'connector'
}
export type Principal = PersonPrincipal | TokenPrincipal | ConnectorPrincipal

export interface PrincipalPorts {
  store: Store
  verifyAccessToken: (request: TokenRequest) => Promise<Result<AccessTokenPrincipal>>
  verifyProof: (proof: string | undefined) => Promise<Result<ProvenConnector>>
  /** Failed credentials by network address. */
  attempts: Attempts
  now: () => number
}

/** Name of the caller in the audit log. */
export const actorName = (principal: Principal): string => {
  switch (principal.is) {
    case 'person':
      return principal.email
    case 'enrollmentToken':
      return `enrollment token ${principal.id}`
    case 'connector':
      return `connector ${principal.connectorId}`
  }
}

const enrollmentScheme = /^Enrollment(?: (.*))?$/i

const personOf = async (request: FastifyRequest, ports: PrincipalPorts): Promise<Result<PersonPrincipal>> => {
  const verified = await ports.verifyAccessToken(request.raw)
  if (!verified.ok) return verified
  const { subject, organizationId, scopes } = verified.value
  // Asked again, so that a role taken away counts at once and not when the token ends.
  const user = await ports.store.users.get(organizationId, subject)
  if (user === undefined) return failed('CW5001')
  return succeeded({ is: 'person', userId: user.id, organizationId, email: user.email, name: user.name, role: user.role, scopes })
}

const tokenOf = async (request: FastifyRequest, ports: PrincipalPorts): Promise<Result<TokenPrincipal>> => {
  const presented = enrollmentScheme.exec(request.headers.authorization ?? '')
  if (presented === null) return failed('CW5001')
  const token = new Secret((presented[1] ?? '').trim())
  const usable = await ports.store.enrollmentTokens.inspect(token, new Date(ports.now()))
  return usable === undefined ? failed('CW2020') : succeeded({ is: 'enrollmentToken', ...usable, token })
}

const connectorOf = async (request: FastifyRequest, ports: PrincipalPorts): Promise<Result<ConnectorPrincipal>> => {
  const proof = request.headers[channelHeaders.proof]
  if (proof === undefined) return failed('CW5001')
  const proven = await ports.verifyProof(typeof proof === 'string' ? proof : undefined)
  return proven.ok ? succeeded({ is: 'connector', ...proven.value }) : proven
}

const identify = async (request: FastifyRequest, needed: Access, ports: PrincipalPorts): Promise<Result<Principal>> => {
  switch (needed.by) {
    case 'anyone':
      return failed('CW9001')
    case 'person':
      return personOf(request, ports)
    case 'enrollmentToken':
      return tokenOf(request, ports)
    case 'connector':
      return connectorOf(request, ports)
    case 'enroller':
      return enrollmentScheme.test(request.headers.authorization ?? '') ? tokenOf(request, ports) : personOf(request, ports)
  }
}

const permit = async (principal: Principal, needed: Access, ports: PrincipalPorts): Promise<Result<Principal>> => {
  if (principal.is !== 'person') return succeeded(principal)
  const { role, scopes } = principal
  if (needed.by === 'person') {
    const scoped = scopes.includes(apiScope) || (needed.setup && scopes.includes(setupClient.enrollScope))
    return scoped && covers(role, needed.role) ? succeeded(principal) : failed('CW5002')
  }
  if (!scopes.includes(setupClient.enrollScope) && !scopes.includes(apiScope)) return failed('CW5002')
  if (covers(role, 'operator')) return succeeded(principal)
  const organization = await ports.store.organizations.get(principal.organizationId)
  return failed('CW2015', { account: principal.email, organization: organization?.name ?? principal.organizationId, role })
}

/** The caller, or why not: CW5001, CW5002, CW2015, CW2020, CW2023, and CW2025 after too many wrong credentials from one address. */
export const authorize = async (request: FastifyRequest, needed: Access, ports: PrincipalPorts): Promise<Result<Principal>> => {
  const guessing = needed.by === 'enroller' || needed.by === 'enrollmentToken'
  const seconds = ports.attempts.wait(request.ip)
  if (guessing && seconds > 0) return failed('CW2025', { seconds })
  const principal = await identify(request, needed, ports)
  if (!principal.ok) {
    if (principal.failure.code === 'CW2020') ports.attempts.failed(request.ip)
    return principal
  }
  return permit(principal.value, needed, ports)
}
