/** The HTTP program behind the listener: one fastify for API, sign-in and console. */
import { randomUUID } from 'node:crypto'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { failed } from '../contract/error-codes.ts'
import { largestBody } from './api/api.ts'
import { sendProblem } from './api/problem.ts'
import { answerUnknown } from './api/unknown-address.ts'
import { findUnstorable } from './store/unstorable-text.ts'

export const createWebServer = (log: FastifyBaseLogger): FastifyInstance => {
  const server = Fastify({
    loggerInstance: log,
    // The path of a request may hold a one-time link, so that only the route's pattern is logged, below.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBody,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(reply, failed('CW5004', { where: 'address', reason: error.message.slice(0, 200) }).failure)
    },
  })
  answerUnknown(server)
  server.setErrorHandler((error: { statusCode?: number; message?: string }, request, reply) => {
    const { statusCode = 500, message = '' } = error
    if (statusCode === 413) return sendProblem(reply, failed('CW5014', { bytes: largestBody }).failure)
    if (statusCode >= 400 && statusCode < 500)
      return sendProblem(reply, failed('CW5004', { where: 'request', reason: message.slice(0, 200) }).failure, { status: statusCode })
    request.log.error({ topic: 'web', err: error }, 'request failed')
    return sendProblem(reply, failed('CW9001', { reason: request.id }).failure)
  })
  server.addHook('onRequest', async (_request, reply) => {
    void reply.header('x-content-type-options', 'nosniff').header('strict-transport-security', 'max-age=31536000')
  })
  // For every page and route: what a form or body holds goes into queries somewhere.
  server.addHook('preValidation', async (request, reply) => {
    const where =
      findUnstorable(request.body, 'body') ?? findUnstorable(request.query, 'query') ?? findUnstorable(request.params, 'address')
    if (where !== undefined) return sendProblem(reply, failed('CW5004', { where, reason: 'It holds characters that are no text.' }).failure)
  })
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, ip } = request
    request.log.info(
      {
        topic: 'web',
        method,
        route: routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        ip,
      },
      'answered',
    )
  })
  return server
}
