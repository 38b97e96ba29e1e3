import { z } from 'zod'
import { NewPublishedResource, PageQuery, PublishedResource, pageOf } from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { LocationId, ResourceId } from '../../contract/ids.ts'
import { readTarget } from '../resource-target.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'

const Params = z.object({ locationId: LocationId })

/** Targets inside a location that cloud services may reach by name. */
export const publishedResourceRoutes = (server: ApiServer, { store, administration }: ApiPorts): void => {
  server.get(
    '/v1/locations/:locationId/resources',
    {
      schema: { summary: 'List published resources', params: Params, querystring: PageQuery, response: { 200: pageOf(PublishedResource) } },
    },
    async (request, reply) => {
      const page = pageRequest(request.query, ResourceId)
      if (!page.ok) return sendProblem(reply, page.failure)
      const { organizationId } = actorOf(request)
      const { locationId } = request.params
      if ((await store.locations.get(organizationId, locationId)) === undefined) return sendProblem(reply, failed('CW5003').failure)
      return shownPage(await store.publishedResources.list(organizationId, locationId, page.value))
    },
  )
  server.post(
    '/v1/locations/:locationId/resources',
    { schema: { summary: 'Publish a resource', params: Params, body: NewPublishedResource, response: { 201: PublishedResource } } },
    async (request, reply) => {
      const target = readTarget(request.body)
      if (!target.ok) return sendProblem(reply, target.failure)
      const published = await administration.publishResource(actorOf(request), request.params.locationId, request.body)
      return published.ok ? reply.code(201).send(published.value) : sendProblem(reply, published.failure)
    },
  )
  server.delete(
    '/v1/locations/:locationId/resources/:resourceId',
    {
      schema: { summary: 'Withdraw a resource', params: Params.extend({ resourceId: ResourceId }), response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { locationId, resourceId } = request.params
      const done = await administration.withdrawResource(actorOf(request), locationId, resourceId)
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.failure)
    },
  )
}
