/** Answers for addresses that nothing is at, and for methods that an address does not know. */
import { type FastifyInstance } from 'fastify'
import { failed } from '../../contract/error-codes.ts'
import { sendProblem } from './problem.ts'

/** Call it before any route is added: it remembers them. */
export const answerUnknown = (server: FastifyInstance): void => {
  const known: { path: RegExp; method: string }[] = []
  server.addHook('onRoute', ({ url, method }) => {
    const path = new RegExp(
      `^${url
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:\w+/g, '[^/]+')
        .replaceAll('*', '.*')}$`,
    )
    for (const each of [method].flat()) known.push({ path, method: each })
  })
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = [...new Set(known.filter((route) => route.path.test(path)).map(({ method }) => method))]
    if (allowed.length === 0) return sendProblem(reply, failed('CW5003').failure)
    void reply.header('allow', allowed.join(', '))
    return sendProblem(
      reply,
      failed('CW5004', { where: 'method', reason: `${request.method} is not one of ${allowed.join(', ')}.` }).failure,
      { status: 405 },
    )
  })
}
