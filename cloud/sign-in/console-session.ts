/** The cookie of a browser that is signed in to the console. */
import { type FastifyReply, type FastifyRequest } from 'fastify'
import { cookieAttributes } from '../pages/form-guard.ts'
import { type UserId } from '../../contract/ids.ts'
import { type Person } from './accounts.ts'
import { type Sessions } from './sessions.ts'

export const sessionCookie = '__Host-causeway-console'

/** Absent: not signed in. */
export const sessionOf = (request: FastifyRequest, sessions: Sessions, now: Date): Promise<Person | undefined> =>
  sessions.find(request.cookies[sessionCookie], now)

/** Ends the session that was there and begins a new one. */
export const beginSession = async (
  request: FastifyRequest,
  reply: FastifyReply,
  sessions: Sessions,
  userId: UserId,
  now: Date,
): Promise<void> => {
  await sessions.end(request.cookies[sessionCookie])
  void reply.setCookie(sessionCookie, await sessions.begin(userId, now), cookieAttributes)
}

export const clearSession = async (request: FastifyRequest, reply: FastifyReply, sessions: Sessions): Promise<void> => {
  await sessions.end(request.cookies[sessionCookie])
  void reply.clearCookie(sessionCookie, cookieAttributes)
}
