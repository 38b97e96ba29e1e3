import { z } from 'zod'
import {
  EnrollmentToken,
  EnrollmentTokenCreated,
  EnrollmentTokenInspection,
  NewEnrollmentToken,
  PageQuery,
  pageOf,
} from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { EnrollmentTokenId } from '../../contract/ids.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf, tokenOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'

/** One-time tokens for unattended enrollment: 24 hours, one use, told once. */
export const enrollmentTokenRoutes = (server: ApiServer, { store, administration }: ApiPorts): void => {
  server.get(
    '/v1/enrollment-tokens',
    { schema: { summary: 'List enrollment tokens', querystring: PageQuery, response: { 200: pageOf(EnrollmentToken) } } },
    async (request, reply) => {
      const page = pageRequest(request.query, EnrollmentTokenId)
      if (!page.ok) return sendProblem(reply, page.failure)
      return shownPage(await store.enrollmentTokens.list(actorOf(request).organizationId, page.value))
    },
  )
  server.post(
    '/v1/enrollment-tokens',
    { schema: { summary: 'Create an enrollment token', body: NewEnrollmentToken, response: { 201: EnrollmentTokenCreated } } },
    async (request, reply) => {
      const created = await administration.createEnrollmentToken(actorOf(request), request.body.locationId, request.body.note)
      if (!created.ok) return sendProblem(reply, created.failure)
      return reply.code(201).send({ ...created.value.shown, token: created.value.token.reveal() })
    },
  )
  server.delete(
    '/v1/enrollment-tokens/:tokenId',
    { schema: { summary: 'Revoke an enrollment token', params: z.object({ tokenId: EnrollmentTokenId }), response: { 204: z.null() } } },
    async (request, reply) => {
      const done = await administration.revokeEnrollmentToken(actorOf(request), request.params.tokenId)
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.failure)
    },
  )
  server.post(
    '/v1/enrollment-tokens/inspect',
    { schema: { summary: 'What the token in Authorization is for; does not use it', response: { 200: EnrollmentTokenInspection } } },
    async (request, reply) => {
      const { organizationId, locationId, expiresAt } = tokenOf(request)
      const organization = await store.organizations.get(organizationId)
      const location = await store.locations.get(organizationId, locationId)
      if (organization === undefined || location === undefined) return sendProblem(reply, failed('CW2024').failure)
      return { organization, location: { id: location.id, name: location.name }, expiresAt: expiresAt.toISOString() }
    },
  )
}
