/** Does the control plane or relay itself answer, and how far is our clock from its? */
import { type Carrier, relayNoncePath } from '../../../contract/channel.ts'
import { Discovery, discoveryPath } from '../../../contract/control-plane-api.ts'
import { measured } from '../../checks/check.ts'
import { type Evidence } from '../../../contract/check-report.ts'
import { clockOffset } from '../../network/clock-offset.ts'
import { type HttpObservation, titleOf } from '../../network/http-probe.ts'
import { type UpgradeObservation } from '../../network/upgrade-probe.ts'
import { type LayerContext, type LayerOutcome, type ProbeLayer } from '../layer.ts'

/** Seconds; the second is the Kerberos default. */
const clockLimits = { warn: 60, fail: 300 } as const

export const http: ProbeLayer = async ({ reader, network, role, origin, address, signal }) => {
  const endpoint = `${address.host}:${address.port}`
  const url = new URL(role === 'relay' ? relayNoncePath : discoveryPath, origin).href
  const upgrade = (carrier: Carrier) => network.upgrade(origin, carrier, signal)
  // Beside it: where each connection takes long, the verdict does not take twice as long.
  const raw = role === 'relay' ? upgrade('causeway') : undefined
  // Where nothing answers nobody asks for it.
  raw?.catch(() => undefined)
  const seen = await network.http(url, signal, { now: () => reader.now() })
  const failing = (reason: string, evidence: Evidence[] = []) => ({
    state: 'fail' as const,
    code: 'CW1210',
    summary: reason,
    values: { endpoint, reason },
    evidence,
  })
  if (seen.outcome === 'noAnswer') return { ...failing(seen.error), milliseconds: seen.milliseconds }
  if (seen.outcome === 'notTrusted') return failing('certificate is not trusted')
  if (seen.outcome === 'noConnection') return failing('error' in seen.tls ? seen.tls.error : 'proxy refused')
  const { status, milliseconds } = seen
  if (!isExpected(role, seen)) {
    const { location = '', server = '' } = seen.headers
    const evidence = [measured('httpStatus', status), measured('httpServer', String(server) || '-'), measured('location', location || '-')]
    const called = titleOf(seen.body) || location
    const other = failing(`HTTP ${status}${called === '' ? '' : `, ${called}`}`, evidence)
    return { ...other, values: { ...other.values, status }, milliseconds }
  }
  const seconds = clockOffset(seen)
  const evidence = [measured('httpStatus', status), ...(seconds === undefined ? [] : [measured('clockOffset', `${seconds.toFixed(1)} s`)])]
  const found = { milliseconds, evidence, summary: `HTTP ${status}` }
  if (seconds !== undefined && Math.abs(seconds) > clockLimits.warn)
    return {
      ...found,
      state: Math.abs(seconds) > clockLimits.fail ? 'fail' : 'warn',
      code: 'CW1014',
      values: { seconds: Math.round(seconds) },
    }
  return raw === undefined ? { state: 'pass', ...found } : carried(found, endpoint, await raw, () => upgrade('websocket'))
}

/** A relay that answers is of use only when a carrier of the channel reaches it: WebSocket is asked when the faster one does not. */
const carried = async (
  found: { readonly evidence: Evidence[]; readonly summary: string; readonly milliseconds: number },
  endpoint: string,
  raw: UpgradeObservation,
  tryWebSocket: () => Promise<UpgradeObservation>,
): Promise<LayerOutcome> => {
  const evidence = [...found.evidence, measured('carrierCauseway', print(raw))]
  if (raw.outcome === 'passes') return { ...found, state: 'pass', evidence }
  const webSocket = await tryWebSocket()
  evidence.push(measured('carrierWebSocket', print(webSocket)))
  if (webSocket.outcome === 'passes') return { ...found, state: 'pass', evidence, summary: 'WebSocket' }
  return { ...found, state: 'fail', code: 'CW1211', evidence, summary: print(webSocket), values: { endpoint, reason: print(webSocket) } }
}

const print = ({ outcome, status, error }: UpgradeObservation): string =>
  [outcome, status, error].filter((part) => part !== undefined).join(' ')

const isExpected = (role: LayerContext['role'], { status, body }: Extract<HttpObservation, { outcome: 'answered' }>): boolean => {
  if (role === 'relay') return status === 204
  if (status !== 200) return false
  try {
    return Discovery.safeParse(JSON.parse(body)).success
  } catch {
    return false
  }
}
