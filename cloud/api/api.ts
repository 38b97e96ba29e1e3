/** The HTTP API: every route below `/v1`, discovery, and the OpenAPI document that is generated from the same schemas. */
import swagger from '@fastify/swagger'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { type Discovery, type EchoReply, type ThroughputReply } from '../../contract/control-plane-api.ts'
import { type Failure, failed, type Result } from '../../contract/error-codes.ts'
import { type ConnectorId } from '../../contract/ids.ts'
import { type Administration } from '../administration.ts'
import { type ConnectorsHealth } from '../connector-health.ts'
import { type Enrollments } from '../enrollment.ts'
import { access } from './access.ts'
import { auditRoutes } from './audit.ts'
import { connectorRoutes } from './connectors.ts'
import { discoveryRoutes } from './discovery.ts'
import { enrollmentTokenRoutes } from './enrollment-tokens.ts'
import { enrollmentRoutes } from './enrollments.ts'
import { locationRoutes } from './locations.ts'
import { organizationRoutes } from './organization.ts'
import { authorize, type Principal, type PrincipalPorts } from './principal.ts'
import { sendProblem } from './problem.ts'
import { publishedResourceRoutes } from './published-resources.ts'
import { serviceKeyRoutes } from './service-keys.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every route of the API that is not for anyone. */
    principal: Principal | undefined
  }
}

export interface ApiPorts extends PrincipalPorts {
  administration: Administration
  enrollments: Enrollments
  health: ConnectorsHealth
  echo: (connectorId: ConnectorId, count: number, bytes: number) => Promise<EchoReply>
  throughput: (connectorId: ConnectorId, bytes: number) => Promise<Result<ThroughputReply>>
  discovery: () => Promise<Discovery>
  version: string
}

export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Largest body of an API request. An enrollment, the largest, has about 10 KiB. */
export const largestBody = 64 * 1024

const postgresUniqueViolation = '23505'
const causes = (error: unknown): unknown[] => (error instanceof Error ? [error, ...causes(error.cause)] : [])
const hasCode = (error: unknown, code: string): boolean => causes(error).some((each) => (each as { code?: unknown } | null)?.code === code)

/** What an exception in a handler means for the caller. Absent: it is a defect. */
const failureOf = (error: unknown): { failure: Failure; status?: number; errors?: { path: string; message: string }[] } | undefined => {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = (error as { validationContext?: string }).validationContext ?? 'body'
    const errors = error.validation
      .slice(0, 20)
      .map(({ instancePath, message }) => ({ path: `${where}${instancePath}`, message: message ?? '' }))
    return { failure: failed('CW5004', { where: errors[0]?.path ?? where, reason: errors[0]?.message ?? '' }).failure, errors }
  }
  if (isResponseSerializationError(error)) return undefined
  if (hasCode(error, postgresUniqueViolation))
    return { failure: failed('CW5005', { reason: 'Somebody else made the same thing at the same moment.' }).failure }
  const { code, statusCode, message } = error as { code?: unknown; statusCode?: unknown; message?: unknown }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { failure: failed('CW5014', { bytes: largestBody }).failure }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return {
      failure: failed('CW5004', { where: 'request', reason: typeof message === 'string' ? message.slice(0, 200) : '' }).failure,
      status: statusCode,
    }
  return undefined
}

/** Adds the API to `root`. Pages of sign-in and console live beside it with handlers of their own. */
export const registerApi = async (root: FastifyInstance, ports: ApiPorts): Promise<void> => {
  await root.register(async (scope) => {
    const server = scope.withTypeProvider<ZodTypeProvider>()
    server.setValidatorCompiler(validatorCompiler)
    server.setSerializerCompiler(serializerCompiler)
    server.decorateRequest('principal', undefined)
    await server.register(swagger, {
      openapi: {
        info: {
          title: 'Causeway control plane',
          version: ports.version,
          description: 'Errors are problem documents (RFC 9457) with a code of Causeway.',
        },
        components: {
          securitySchemes: {
            accessToken: { type: 'http', scheme: 'DPoP', description: 'Access token of a person, bound to a key (RFC 9449), or Bearer.' },
            enrollmentToken: { type: 'http', scheme: 'Enrollment', description: 'One-time enrollment token of the console.' },
            connectorProof: { type: 'apiKey', in: 'header', name: 'Causeway-Proof', description: 'Signed with the key of the connector.' },
          },
        },
      },
      transform: jsonSchemaTransform,
    })
    server.setErrorHandler((error, request, reply) => {
      const known = failureOf(error)
      if (known === undefined) {
        request.log.error({ topic: 'api', err: error }, 'request failed')
        return sendProblem(reply, failed('CW9001', { reason: request.id }).failure)
      }
      const { failure, ...extras } = known
      return sendProblem(reply, failure, extras)
    })
    server.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat())
        if (each !== 'HEAD' && access[`${each} ${url}`] === undefined) throw new Error(`${each} ${url} is missing in the table of access`)
    })
    server.addHook('onRequest', async (request, reply) => {
      const { method, routeOptions } = request
      const needed = access[`${method === 'HEAD' ? 'GET' : method} ${routeOptions.url ?? ''}`]
      if (needed === undefined) throw new Error(`${routeOptions.url ?? ''} is missing in the table of access`)
      void reply.header('cache-control', 'no-store')
      if (needed.by === 'anyone') return
      const principal = await authorize(request, needed, ports)
      if (!principal.ok) return sendProblem(reply, principal.failure)
      request.principal = principal.value
    })
    for (const routes of [
      discoveryRoutes,
      organizationRoutes,
      locationRoutes,
      connectorRoutes,
      publishedResourceRoutes,
      enrollmentRoutes,
      enrollmentTokenRoutes,
      serviceKeyRoutes,
      auditRoutes,
    ])
      routes(server, ports)
  })
}
