import {
  Enrollment,
  EnrollmentLookup,
  EnrollmentLookupReply,
  EnrollmentReply,
  EnrollmentRequest,
  PageQuery,
  RenewalReply,
  RenewalRequest,
  pageOf,
} from '../../contract/control-plane-api.ts'
import { EnrollmentId } from '../../contract/ids.ts'
import { type Enroller } from '../enrollment.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf, connectorOf, enrollerOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'
import { type PersonPrincipal, type TokenPrincipal } from './principal.ts'

const methodOf = (principal: PersonPrincipal | TokenPrincipal) =>
  principal.is === 'enrollmentToken'
    ? { method: 'token' as const, token: principal.token, locationId: principal.locationId }
    : { method: 'browser' as const }

/** Enrollment of machines, and the renewal of their certificates. */
export const enrollmentRoutes = (server: ApiServer, { store, enrollments }: ApiPorts): void => {
  server.post(
    '/v1/enrollments/lookup',
    { schema: { summary: 'Whether a machine was enrolled before', body: EnrollmentLookup, response: { 200: EnrollmentLookupReply } } },
    async (request) => {
      const seenBefore = await enrollments.lookUp(enrollerOf(request).organizationId, request.body.fingerprint)
      return seenBefore === undefined ? {} : { seenBefore }
    },
  )
  server.post(
    '/v1/enrollments',
    { schema: { summary: 'Enroll a machine', body: EnrollmentRequest, response: { 201: EnrollmentReply } } },
    async (request, reply) => {
      const enroller: Enroller = { ...actorOf(request), ...methodOf(enrollerOf(request)) }
      const enrolled = await enrollments.enroll(enroller, request.body)
      if (enrolled.ok) return reply.code(201).send(enrolled.value)
      const { failure, seenBefore } = enrolled
      return sendProblem(reply, failure, seenBefore === undefined ? {} : { seenBefore })
    },
  )
  server.get(
    '/v1/enrollments',
    { schema: { summary: 'List enrollments, newest first', querystring: PageQuery, response: { 200: pageOf(Enrollment) } } },
    async (request, reply) => {
      const page = pageRequest(request.query, EnrollmentId)
      if (!page.ok) return sendProblem(reply, page.failure)
      return shownPage(await store.enrollments.list(actorOf(request).organizationId, page.value))
    },
  )
  server.post(
    '/v1/renewals',
    { schema: { summary: 'Renew the calling connector’s certificate', body: RenewalRequest, response: { 200: RenewalReply } } },
    async (request, reply) => {
      const renewed = await enrollments.renew(connectorOf(request), request.body.csr)
      return renewed.ok ? renewed.value : sendProblem(reply, renewed.failure)
    },
  )
}
