import { AuditEntry, PageQuery, pageOf } from '../../contract/control-plane-api.ts'
import { AuditId } from '../../contract/ids.ts'
import { type ApiPorts, type ApiServer } from './api.ts'
import { actorOf } from './callers.ts'
import { pageRequest, shownPage } from './cursor.ts'
import { sendProblem } from './problem.ts'

export const auditRoutes = (server: ApiServer, { store }: ApiPorts): void => {
  server.get(
    '/v1/audit',
    { schema: { summary: 'The audit log, newest first', querystring: PageQuery, response: { 200: pageOf(AuditEntry) } } },
    async (request, reply) => {
      const page = pageRequest(request.query, AuditId)
      if (!page.ok) return sendProblem(reply, page.failure)
      return shownPage(await store.auditLog.list(actorOf(request).organizationId, page.value))
    },
  )
}
