import { z } from 'zod'
import { Location, NewLocation, PageQuery, pageOf } from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { LocationId } from '../../contract/ids.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'

const Params = z.object({ locationId: LocationId })

/** Resource locations: named sites that hold connectors and published resources. */
export const locationRoutes = (server: ApiServer, { store, administration }: ApiPorts): void => {
  server.get(
    '/v1/locations',
    { schema: { summary: 'List resource locations', querystring: PageQuery, response: { 200: pageOf(Location) } } },
    async (request, reply) => {
      const page = pageRequest(request.query, LocationId)
      if (!page.ok) return sendProblem(reply, page.failure)
      return shownPage(await store.locations.list(actorOf(request).organizationId, page.value))
    },
  )
  server.post(
    '/v1/locations',
    { schema: { summary: 'Create a resource location', body: NewLocation, response: { 201: Location } } },
    async (request, reply) => {
      const created = await administration.createLocation(actorOf(request), request.body.name)
      return created.ok ? reply.code(201).send(created.value) : sendProblem(reply, created.failure)
    },
  )
  server.get(
    '/v1/locations/:locationId',
    { schema: { summary: 'One resource location', params: Params, response: { 200: Location } } },
    async (request, reply) => {
      const location = await store.locations.get(actorOf(request).organizationId, request.params.locationId)
      return location ?? sendProblem(reply, failed('CW5003').failure)
    },
  )
  server.patch(
    '/v1/locations/:locationId',
    { schema: { summary: 'Rename a resource location', params: Params, body: NewLocation, response: { 200: Location } } },
    async (request, reply) => {
      const renamed = await administration.renameLocation(actorOf(request), request.params.locationId, request.body.name)
      return renamed.ok ? renamed.value : sendProblem(reply, renamed.failure)
    },
  )
  server.delete(
    '/v1/locations/:locationId',
    { schema: { summary: 'Delete a resource location that holds no connector', params: Params, response: { 204: z.null() } } },
    async (request, reply) => {
      const deleted = await administration.deleteLocation(actorOf(request), request.params.locationId)
      return deleted.ok ? reply.code(204).send(null) : sendProblem(reply, deleted.failure)
    },
  )
}
