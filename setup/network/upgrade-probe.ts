/**
 * Which carrier gets through: an `Upgrade` without proof is asked of the relay, which refuses it with one of our codes. A box that
 * drops the header makes the relay see an ordinary request; a box that answers itself has no code.
 */
import { randomBytes } from 'node:crypto'
import { channelHeaders, relayPath, webSocketProtocol, type Carrier } from '../../contract/channel.ts'
import { ask } from './http-probe.ts'
import { addressOf } from '../../connector/way-out/address.ts'
import { openTls, type DialOptions } from './tls-probe.ts'

export interface UpgradeObservation {
  readonly carrier: Carrier
  /** `dropped`: an answer came, but not to an upgrade. */
  readonly outcome: 'passes' | 'dropped' | 'noAnswer' | 'noConnection'
  readonly status?: number
  readonly error?: string
}

/** What the relay answers when the upgrade did not arrive, or arrived as another one (426: RFC 9110, section 15.5.22). */
const notAnUpgrade = new Set([400, 404, 426])

export const probeUpgrade = async (
  origin: string,
  carrier: Carrier,
  dial: DialOptions,
  signal: AbortSignal,
): Promise<UpgradeObservation> => {
  const opened = await openTls(addressOf(origin), dial, signal)
  if (!opened.ok) return { carrier, outcome: 'noConnection', error: 'error' in opened.observation ? opened.observation.error : 'proxy' }
  const webSocket = {
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
    'sec-websocket-protocol': webSocketProtocol,
  }
  const headers = {
    connection: 'Upgrade',
    upgrade: carrier,
    [channelHeaders.purpose]: 'interactive',
    ...(carrier === 'websocket' ? webSocket : {}),
  }
  const answer = await ask(opened.socket, new URL(relayPath, origin), { headers, signal })
  if (answer.outcome === 'noAnswer') return { carrier, outcome: 'noAnswer', error: answer.error }
  const ours = answer.status === 101 || answer.headers[channelHeaders.code] !== undefined
  return { carrier, outcome: ours && !notAnUpgrade.has(answer.status) ? 'passes' : 'dropped', status: answer.status }
}
