/** Finds out what stands at the address that a person typed or a connection file names. */
import { z } from 'zod'
import { Discovery, discoveryPath } from '../../contract/control-plane-api.ts'
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type ControlPlaneSummary } from '../../contract/enrollment.ts'
import { type HttpDoor, networkFailure } from './http-door.ts'

export interface ControlPlane {
  /** https origin. */
  readonly address: string
  readonly discovery: Discovery
}

/** "control.example" and "https://control.example/console" both mean the origin; anything but https is refused. */
export const parseAddress = (typed: string): Result<string> => {
  const text = typed.trim()
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`)
  if (url?.protocol !== 'https:' || url.hostname === '' || url.username !== '' || url.password !== '')
    return failed('CW2001', { address: text.slice(0, 200) })
  return succeeded(url.origin)
}

export const discover = async (typed: string, door: HttpDoor, version: string, signal: AbortSignal): Promise<Result<ControlPlane>> => {
  const address = parseAddress(typed)
  if (!address.ok) return address
  const url = new URL(discoveryPath, address.value)
  let answer: Response
  let text: string
  try {
    answer = await door.fetch(url, { method: 'GET', headers: { accept: 'application/json' }, signal })
    text = await answer.text()
  } catch (error) {
    return { ok: false, failure: networkFailure(error, url, signal) }
  }
  const notDiscovery = (reason: string) => failed('CW2003', { host: url.host, reason: reason.slice(0, 300) })
  if (answer.status >= 300 && answer.status < 400)
    return notDiscovery(`HTTP ${answer.status} to ${answer.headers.get('location') ?? 'nowhere'}`)
  if (answer.status !== 200) return notDiscovery(`HTTP ${answer.status}`)
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return notDiscovery(`not JSON (${answer.headers.get('content-type') ?? 'no content type'})`)
  }
  const discovery = Discovery.safeParse(data)
  if (!discovery.success) return notDiscovery(firstIssue(discovery.error))
  const { minimumVersion } = discovery.data
  if (isOlder(version, minimumVersion)) return failed('CW2004', { minimum: minimumVersion, version })
  return succeeded({ address: address.value, discovery: discovery.data })
}

export const summaryOf = ({ address, discovery }: ControlPlane): ControlPlaneSummary => ({
  address,
  name: discovery.name,
  methods: discovery.signInMethods,
  relays: discovery.relays.map(({ name }) => name),
})

/** "api: expected a string": path and reason of what does not fit first. */
export const firstIssue = (error: z.ZodError): string => {
  const [issue] = error.issues
  return issue === undefined ? 'does not fit' : `${issue.path.length === 0 ? '' : `${z.core.toDotPath(issue.path)}: `}${issue.message}`
}

const numbersOf = (version: string) => (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? ['', '0', '0', '0']).slice(1, 4).map(Number)

/** Compares major, minor, patch; what follows does not count. */
export const isOlder = (version: string, minimum: string): boolean => {
  const wanted = numbersOf(minimum)
  const difference = numbersOf(version)
    .map((number, at) => number - (wanted[at] ?? 0))
    .find((d) => d !== 0)
  return difference !== undefined && difference < 0
}
