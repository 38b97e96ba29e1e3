/** Does the control plane or relay itself answer, and how far is our clock from its? */
import { relayNoncePath } from '../../../contract/channel.ts'
import { Discovery, discoveryPath } from '../../../contract/control-plane-api.ts'
import { measured } from '../../checks/check.ts'
import { type HttpObservation } from '../../network/http-probe.ts'
import { type LayerContext, type ProbeLayer } from '../layer.ts'

/** Seconds; the second is the Kerberos default. */
const clockLimits = { warn: 60, fail: 300 } as const

export const http: ProbeLayer = async ({ reader, network, role, origin, address, signal }) => {
  const endpoint = `${address.host}:${address.port}`
  const url = new URL(role === 'relay' ? relayNoncePath : discoveryPath, origin).href
  const seen = await network.http(url, signal, { now: () => reader.now() })
  const failing = (reason: string) => ({ state: 'fail' as const, code: 'CW1210', summary: reason, values: { endpoint, reason } })
  if (seen.outcome === 'noAnswer') return failing(seen.error)
  if (seen.outcome === 'notTrusted') return failing('certificate is not trusted')
  if (seen.outcome === 'noConnection') return failing('error' in seen.tls ? seen.tls.error : 'proxy refused')
  const { status, milliseconds } = seen
  if (!isExpected(role, seen)) return { ...failing(`HTTP ${status}`), milliseconds }
  const seconds = clockOffset(seen)
  const evidence = [measured('httpStatus', status), ...(seconds === undefined ? [] : [measured('clockOffset', `${seconds.toFixed(1)} s`)])]
  const found = { milliseconds, evidence, summary: `HTTP ${status}` }
  if (seconds === undefined || Math.abs(seconds) <= clockLimits.warn) return { state: 'pass', ...found }
  return {
    ...found,
    state: Math.abs(seconds) > clockLimits.fail ? 'fail' : 'warn',
    code: 'CW1014',
    values: { seconds: Math.round(seconds) },
  }
}

const isExpected = (role: LayerContext['role'], { status, body }: Extract<HttpObservation, { outcome: 'answered' }>): boolean => {
  if (role === 'relay') return status === 204
  if (status !== 200) return false
  try {
    return Discovery.safeParse(JSON.parse(body)).success
  } catch {
    return false
  }
}

/** How far this server's clock is ahead, seconds. `Date` has a resolution of one second, of which the middle is taken. */
const clockOffset = ({ headers, sentAt, answeredAt }: Extract<HttpObservation, { outcome: 'answered' }>): number | undefined => {
  const date = Date.parse(headers.date ?? '')
  return Number.isNaN(date) ? undefined : ((sentAt + answeredAt) / 2 - (date + 500)) / 1000
}
