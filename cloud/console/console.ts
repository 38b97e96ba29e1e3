/** The web console, put together. Sign-in must be registered on the same server: it serves style, script and the sign-in page. */
import formBody from '@fastify/formbody'
import cookies from '@fastify/cookie'
import { type FastifyInstance } from 'fastify'
import { answerErrorsWithPages } from '../pages/page-errors.ts'
import { registerAuditPage } from './audit-page.ts'
import { registerConnectorPages } from './connector-pages.ts'
import { type ConsoleOptions } from './console-api.ts'
import { registerKeyPages, registerTokenPages } from './credential-pages.ts'
import { registerDownloadPage } from './download-page.ts'
import { registerLocationPage } from './location-page.ts'
import { registerLocationsPage } from './locations-page.ts'
import { overviewOf } from './overview.ts'
import { registerPeoplePage } from './people-page.ts'
import { consoleRoutes } from './visit.ts'

export const registerConsole = async (server: FastifyInstance, options: ConsoleOptions): Promise<void> => {
  await server.register(async (scope) => {
    answerErrorsWithPages(scope)
    await scope.register(cookies)
    await scope.register(formBody, { bodyLimit: 65_536 })
    const routes = consoleRoutes(scope, options.door)
    const overview = overviewOf(options)
    scope.get('/', async (_request, reply) => reply.redirect('/console/locations', 302))
    routes.get('', 'reader', async (visit) => visit.leadTo('/console/locations'))
    registerLocationsPage(routes, overview, options.now)
    registerLocationPage(routes, overview, options)
    registerConnectorPages(routes, overview, options)
    registerDownloadPage(routes, options)
    registerTokenPages(routes, options)
    registerKeyPages(routes, options)
    registerPeoplePage(routes, options)
    registerAuditPage(routes, options)
  })
}
