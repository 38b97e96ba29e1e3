/** Refusals of the API as problem documents (RFC 9457), always with one of our codes. */
import { type FastifyReply } from 'fastify'
import { type z } from 'zod'
import { type Problem } from '../../contract/control-plane-api.ts'
import { type SeenBefore } from '../../contract/enrollment.ts'
import { type ErrorCode, type Failure } from '../../contract/error-codes.ts'
import { errors } from '../../contract/wording/en/errors.ts'
import { format } from '../../contract/wording/format.ts'

/** HTTP status of each code that an API answer may carry; any other is a defect of ours. */
const statuses: Partial<Record<ErrorCode, number>> = {
  CW2014: 403,
  CW2015: 403,
  CW2016: 403,
  CW2020: 401,
  CW2021: 409,
  CW2022: 400,
  CW2023: 401,
  CW2024: 404,
  CW2025: 429,
  CW4003: 401,
  CW4004: 403,
  CW4005: 403,
  CW4007: 401,
  CW4012: 503,
  CW5001: 401,
  CW5002: 403,
  CW5003: 404,
  CW5004: 400,
  CW5005: 409,
  CW5006: 429,
  CW5009: 403,
  CW5010: 410,
  CW5013: 503,
  CW5014: 413,
  CW6001: 404,
  CW6002: 503,
  CW6003: 401,
  CW6004: 502,
}

export interface ProblemExtras {
  /** Instead of the code's usual status, for example 405. */
  status?: number
  errors?: { path: string; message: string }[]
  seenBefore?: SeenBefore
}

export const statusOf = (code: ErrorCode): number => statuses[code] ?? 500

export const problemOf = ({ code, values, detail }: Failure, extras: ProblemExtras = {}): z.infer<typeof Problem> => ({
  type: `urn:causeway:error:${code}`,
  title: format(errors[code].title, values, 'en'),
  status: extras.status ?? statusOf(code),
  code,
  values,
  ...(detail === undefined ? {} : { detail }),
  ...(extras.errors === undefined ? {} : { errors: extras.errors }),
  ...(extras.seenBefore === undefined ? {} : { seenBefore: extras.seenBefore }),
})

/** Ends the reply with the failure. 401 names the schemes that would be accepted (RFC 9110, section 11.6.1). */
export const sendProblem = (reply: FastifyReply, failure: Failure, extras: ProblemExtras = {}): FastifyReply => {
  const problem = problemOf(failure, extras)
  const { seconds } = failure.values
  if (problem.status === 401) void reply.header('www-authenticate', 'DPoP, Bearer, Enrollment, Causeway-Proof')
  if ((problem.status === 429 || problem.status === 503) && typeof seconds === 'number')
    void reply.header('retry-after', Math.ceil(seconds))
  return reply.code(problem.status).header('cache-control', 'no-store').type('application/problem+json').send(JSON.stringify(problem))
}
