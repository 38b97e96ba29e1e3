import { z } from 'zod'
import { NewServiceKey, PageQuery, ServiceKey, ServiceKeyCreated, pageOf } from '../../contract/control-plane-api.ts'
import { ServiceKeyId } from '../../contract/ids.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'

/** Keys with which cloud services reach published resources (`/connect/…`); told once. */
export const serviceKeyRoutes = (server: ApiServer, { store, administration }: ApiPorts): void => {
  server.get(
    '/v1/service-keys',
    { schema: { summary: 'List service keys', querystring: PageQuery, response: { 200: pageOf(ServiceKey) } } },
    async (request, reply) => {
      const page = pageRequest(request.query, ServiceKeyId)
      if (!page.ok) return sendProblem(reply, page.failure)
      return shownPage(await store.serviceKeys.list(actorOf(request).organizationId, page.value))
    },
  )
  server.post(
    '/v1/service-keys',
    { schema: { summary: 'Create a service key', body: NewServiceKey, response: { 201: ServiceKeyCreated } } },
    async (request, reply) => {
      const created = await administration.createServiceKey(actorOf(request), request.body.name)
      if (!created.ok) return sendProblem(reply, created.failure)
      return reply.code(201).send({ ...created.value.shown, key: created.value.key.reveal() })
    },
  )
  server.delete(
    '/v1/service-keys/:keyId',
    { schema: { summary: 'Revoke a service key', params: z.object({ keyId: ServiceKeyId }), response: { 204: z.null() } } },
    async (request, reply) => {
      const done = await administration.revokeServiceKey(actorOf(request), request.params.keyId)
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.failure)
    },
  )
}
