/** The caller of a route, as the kind that the table of access lets through. */
import { type FastifyRequest } from 'fastify'
import { type Actor } from '../administration.ts'
import { actorName, type ConnectorPrincipal, type PersonPrincipal, type Principal, type TokenPrincipal } from './principal.ts'

const principalOf = (request: FastifyRequest): Principal => {
  if (request.principal === undefined) throw new Error('the route has no principal')
  return request.principal
}

export const actorOf = (request: FastifyRequest): Actor => {
  const principal = principalOf(request)
  return { organizationId: principal.organizationId, name: actorName(principal) }
}

export const personOf = (request: FastifyRequest): PersonPrincipal => {
  const principal = principalOf(request)
  if (principal.is !== 'person') throw new Error('the route is for people')
  return principal
}

export const enrollerOf = (request: FastifyRequest): PersonPrincipal | TokenPrincipal => {
  const principal = principalOf(request)
  if (principal.is === 'connector') throw new Error('the route is for enrollers')
  return principal
}

export const tokenOf = (request: FastifyRequest): TokenPrincipal => {
  const principal = principalOf(request)
  if (principal.is !== 'enrollmentToken') throw new Error('the route is for enrollment tokens')
  return principal
}

export const connectorOf = (request: FastifyRequest): ConnectorPrincipal => {
  const principal = principalOf(request)
  if (principal.is !== 'connector') throw new Error('the route is for connectors')
  return principal
}
