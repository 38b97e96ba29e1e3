import { Me, Organization } from '../../contract/control-plane-api.ts'
import { failed } from '../../contract/error-codes.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { personOf } from './callers.ts'
import { sendProblem } from './problem.ts'

export const organizationRoutes = (server: ApiServer, { store }: ApiPorts): void => {
  server.get('/v1/me', { schema: { summary: 'Who the token speaks for', response: { 200: Me } } }, async (request, reply) => {
    const { userId, name, email, role, scopes, organizationId } = personOf(request)
    const organization = await store.organizations.get(organizationId)
    if (organization === undefined) return sendProblem(reply, failed('CW5003').failure)
    return { subject: userId, name, email, role, organization, scopes: [...scopes] }
  })
  server.get(
    '/v1/organization',
    { schema: { summary: 'The caller’s organization', response: { 200: Organization } } },
    async (request, reply) => {
      const organization = await store.organizations.get(personOf(request).organizationId)
      return organization ?? sendProblem(reply, failed('CW5003').failure)
    },
  )
}
