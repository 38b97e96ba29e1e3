/** Typed calls of the control plane's API as set-up needs them. Every answer is parsed; problem documents become failures with their own code. */
import { type z } from 'zod'
import {
  Connector,
  EnrollmentLookupReply,
  EnrollmentReply,
  type EnrollmentRequest,
  EnrollmentTokenInspection,
  Location,
  Me,
  pageOf,
  Problem,
} from '../../contract/control-plane-api.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type LocationSummary } from '../../contract/enrollment.ts'
import { type MachineFingerprint } from '../../contract/ids.ts'
import { firstIssue } from './discovery.ts'
import { networkFailure } from './http-door.ts'

/** Sends a request with whatever authorizes it. Rejects as `fetch` does. */
export type AuthorizedFetch = (
  url: URL,
  method: string,
  body: string | undefined,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<Response>

export interface ControlPlaneClient {
  me(signal: AbortSignal): Promise<Result<Me>>
  locations(signal: AbortSignal): Promise<Result<LocationSummary[]>>
  createLocation(name: string, signal: AbortSignal): Promise<Result<Location>>
  lookUp(fingerprint: MachineFingerprint, signal: AbortSignal): Promise<Result<z.output<typeof EnrollmentLookupReply>>>
  inspectToken(signal: AbortSignal): Promise<Result<z.output<typeof EnrollmentTokenInspection>>>
  enroll(request: EnrollmentRequest, signal: AbortSignal): Promise<Result<EnrollmentReply>>
}

/** More pages than any organization has; a control plane that never ends its list is not followed for ever. */
const maximumPages = 100

export const apiAddress = (api: string, path: string): URL => new URL(`${api.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/${path}`)

export const openControlPlaneClient = (api: string, send: AuthorizedFetch): ControlPlaneClient => {
  const call = <T>(method: string, path: string, schema: z.ZodType<T>, signal: AbortSignal, body?: unknown) =>
    callApi(send, { url: apiAddress(api, path), method, body }, schema, signal)

  const all = async <T>(path: string, item: z.ZodType<T>, signal: AbortSignal): Promise<Result<T[]>> => {
    const items: T[] = []
    let cursor: string | undefined
    for (let page = 0; page < maximumPages; page += 1) {
      const query = new URLSearchParams({ limit: '200', ...(cursor === undefined ? {} : { cursor }) })
      const answer = await call('GET', `${path}?${query.toString()}`, pageOf(item), signal)
      if (!answer.ok) return answer
      items.push(...answer.value.items)
      cursor = answer.value.next
      if (cursor === undefined) return succeeded(items)
    }
    return failed('CW7006', { where: path, reason: `more than ${maximumPages} pages` })
  }

  return {
    me: (signal) => call('GET', 'me', Me, signal),
    locations: async (signal) => {
      const [locations, connectors] = await Promise.all([all('locations', Location, signal), all('connectors', Connector, signal)])
      if (!locations.ok) return locations
      if (!connectors.ok) return connectors
      return succeeded(
        locations.value.map(({ id, name }) => ({
          id,
          name,
          connectors: connectors.value.filter(({ locationId }) => locationId === id).map(summaryOf),
        })),
      )
    },
    createLocation: (name, signal) => call('POST', 'locations', Location, signal, { name }),
    lookUp: (fingerprint, signal) => call('POST', 'enrollments/lookup', EnrollmentLookupReply, signal, { fingerprint }),
    inspectToken: (signal) => call('POST', 'enrollment-tokens/inspect', EnrollmentTokenInspection, signal),
    enroll: (request, signal) => call('POST', 'enrollments', EnrollmentReply, signal, request),
  }
}

const summaryOf = ({ id, name, health, reason, lastContact, version }: Connector): LocationSummary['connectors'][number] => ({
  id,
  name,
  health,
  version,
  ...(reason === undefined ? {} : { reason }),
  ...(lastContact === undefined ? {} : { lastContact }),
})

interface ApiCall {
  readonly url: URL
  readonly method: string
  readonly body?: unknown
}

export const callApi = async <T>(
  send: AuthorizedFetch,
  { url, method, body }: ApiCall,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Result<T>> => {
  const where = `${method} ${url.pathname}`
  let answer: Response
  let text: string
  try {
    answer = await send(
      url,
      method,
      body === undefined ? undefined : JSON.stringify(body),
      {
        accept: 'application/json, application/problem+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal,
    )
    text = await answer.text()
  } catch (error) {
    return { ok: false, failure: networkFailure(error, url, signal) }
  }
  let data: unknown
  try {
    data = text === '' ? {} : JSON.parse(text)
  } catch {
    return failed('CW7006', { where, reason: `HTTP ${answer.status}, not JSON` })
  }
  if (!answer.ok) {
    const problem = Problem.safeParse(data)
    if (problem.success) return failed(problem.data.code, problem.data.values, problem.data.detail ?? problem.data.title)
    return answer.status === 401
      ? failed('CW5001')
      : failed('CW7006', { where, reason: `HTTP ${answer.status} without a problem document` })
  }
  const parsed = schema.safeParse(data)
  return parsed.success ? succeeded(parsed.data) : failed('CW7006', { where, reason: firstIssue(parsed.error) })
}
