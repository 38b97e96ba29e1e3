import { z } from 'zod'
import {
  Connector,
  ConnectorLabels,
  ConnectorLabelsReply,
  Draining,
  EchoReply,
  EchoRequest,
  PageQuery,
  pageOf,
  ThroughputReply,
  ThroughputRequest,
} from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { ConnectorId, LocationId } from '../../contract/ids.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf, connectorOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'

const Params = z.object({ connectorId: ConnectorId })

/** Connectors with their live health. */
export const connectorRoutes = (server: ApiServer, { store, administration, health, echo, throughput }: ApiPorts): void => {
  server.get(
    '/v1/connectors',
    {
      schema: {
        summary: 'List connectors',
        querystring: PageQuery.extend({ locationId: LocationId.optional() }),
        response: { 200: pageOf(Connector) },
      },
    },
    async (request, reply) => {
      const page = pageRequest(request.query, ConnectorId)
      if (!page.ok) return sendProblem(reply, page.failure)
      const { locationId } = request.query
      const { items, ...next } = shownPage(
        await store.connectors.list(actorOf(request).organizationId, {
          ...page.value,
          ...(locationId === undefined ? {} : { locationId }),
        }),
      )
      return { items: items.map(health.shown), ...next }
    },
  )
  server.get(
    '/v1/locations/:locationId/connectors',
    {
      schema: {
        summary: 'List the connectors of a location',
        params: z.object({ locationId: LocationId }),
        querystring: PageQuery,
        response: { 200: pageOf(Connector) },
      },
    },
    async (request, reply) => {
      const page = pageRequest(request.query, ConnectorId)
      if (!page.ok) return sendProblem(reply, page.failure)
      const { organizationId } = actorOf(request)
      const { locationId } = request.params
      if ((await store.locations.get(organizationId, locationId)) === undefined) return sendProblem(reply, failed('CW5003').failure)
      const { items, ...next } = shownPage(await store.connectors.list(organizationId, { ...page.value, locationId }))
      return { items: items.map(health.shown), ...next }
    },
  )
  server.get(
    '/v1/connectors/:connectorId',
    { schema: { summary: 'One connector', params: Params, response: { 200: Connector } } },
    async (request, reply) => {
      const row = await store.connectors.get(actorOf(request).organizationId, request.params.connectorId)
      return row === undefined ? sendProblem(reply, failed('CW5003').failure) : health.shown(row)
    },
  )
  server.put(
    '/v1/connectors/:connectorId/drain',
    { schema: { summary: 'Begin or end draining', params: Params, body: Draining, response: { 204: z.null() } } },
    async (request, reply) => {
      const done = await administration.setDraining(actorOf(request), request.params.connectorId, request.body.draining)
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.failure)
    },
  )
  server.delete(
    '/v1/connectors/:connectorId',
    {
      schema: {
        summary: 'Remove a connector: its certificate is revoked, its channels end at once',
        params: Params,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await administration.removeConnector(actorOf(request), request.params.connectorId)
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.failure)
    },
  )
  server.get(
    '/v1/connectors/self',
    { schema: { summary: 'The calling connector', response: { 200: Connector } } },
    async (request, reply) => {
      const { organizationId, connectorId } = connectorOf(request)
      const row = await store.connectors.get(organizationId, connectorId)
      return row === undefined ? sendProblem(reply, failed('CW5003').failure) : health.shown(row)
    },
  )
  server.put(
    '/v1/connectors/self/labels',
    {
      schema: {
        summary: 'Give the calling connector these labels instead of those that it has',
        body: ConnectorLabels,
        response: { 200: ConnectorLabelsReply },
      },
    },
    async (request, reply) => {
      const { labels } = request.body
      const done = await administration.setLabels(actorOf(request), connectorOf(request).connectorId, labels)
      return done.ok ? { labels } : sendProblem(reply, done.failure)
    },
  )
  server.delete(
    '/v1/connectors/self',
    {
      schema: {
        summary: 'End the calling connector’s own registration, when it is uninstalled or its installation is taken back',
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const done = await administration.removeConnector(actorOf(request), connectorOf(request).connectorId)
      return done.ok ? reply.code(204).send(null) : sendProblem(reply, done.failure)
    },
  )
  server.post(
    '/v1/echo',
    {
      schema: {
        summary: 'Round trips to the calling connector, through a relay and back',
        body: EchoRequest,
        response: { 200: EchoReply },
      },
    },
    async (request, reply) => {
      const { connectorId, organizationId, locationId } = connectorOf(request)
      if (health.sessions(connectorId) === 0) {
        const location = await store.locations.get(organizationId, locationId)
        return sendProblem(reply, failed('CW6002', { location: location?.name ?? locationId }).failure)
      }
      return echo(connectorId, request.body.count, request.body.bytes)
    },
  )
  /** Connectors whose way is being measured: two at once would measure each other. */
  const measuring = new Set<string>()
  server.post(
    '/v1/throughput',
    {
      schema: {
        summary: 'Send bytes to the calling connector and back, and say how long it took; one at a time, at most 15 seconds',
        body: ThroughputRequest,
        response: { 200: ThroughputReply },
      },
    },
    async (request, reply) => {
      const { connectorId } = connectorOf(request)
      if (measuring.has(connectorId)) return sendProblem(reply, failed('CW5006').failure)
      measuring.add(connectorId)
      try {
        const measured = await throughput(connectorId, request.body.bytes)
        return measured.ok ? measured.value : await sendProblem(reply, measured.failure)
      } finally {
        measuring.delete(connectorId)
      }
    },
  )
}
