/** What went wrong while a page was made, as a page: our code, never a stack. */
import { type FastifyInstance } from 'fastify'
import { type Failure, failed } from '../../contract/error-codes.ts'
import { errorPage } from './error-page.ts'
import { languageOf } from './language.ts'
import { sendPage } from './shell.ts'

/** Applies to the routes of that scope only. */
export const answerErrorsWithPages = (scope: FastifyInstance): void => {
  scope.setErrorHandler((error: { statusCode?: number; message?: string }, request, reply) => {
    const { statusCode = 500, message = '' } = error
    const failure = ((): Failure => {
      if (statusCode === 413) return failed('CW5014', { bytes: scope.initialConfig.bodyLimit ?? 0 }).failure
      if (statusCode < 500) return failed('CW5004', { where: 'request', reason: message.slice(0, 200) }).failure
      request.log.error({ topic: 'pages', err: error }, 'page failed')
      return failed('CW9001', { reason: request.id }).failure
    })()
    return sendPage(reply, { ...errorPage(failure, languageOf(request.headers['accept-language'])), status: statusCode })
  })
}
