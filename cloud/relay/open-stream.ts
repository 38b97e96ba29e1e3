/** Opens a stream to a target of a location: picks the connector, and tries one other when the first brought nothing. */
import { randomUUID } from 'node:crypto'
import { channelHeaders } from '../../contract/channel.ts'
import { failed, succeeded, type Result } from '../../contract/error-codes.ts'
import { type ConnectorId, type LocationId } from '../../contract/ids.ts'
import { type ChannelStream } from './session.ts'
import { type Sessions } from './sessions.ts'

export interface OpenedStream extends ChannelStream {
  readonly connectorId: ConnectorId
  readonly streamId: string
}

export interface Target {
  readonly locationId: LocationId
  /** `host:port`. */
  readonly authority: string
  readonly resource: string
}

/**
 * No response byte has been seen while a stream is being opened, so asking another connector repeats nothing. Once the
 * connector has answered 200 the service's bytes may have reached the target, and a lost stream is the service's to retry.
 */
export const openStream = async (sessions: Sessions, target: Target): Promise<Result<OpenedStream>> => {
  const first = sessions.choose(target.locationId)
  if (first === undefined) return failed('CW6002', { location: target.locationId })
  const opened = await attempt(first, target)
  // A target the connector may not dial is refused by all: they have the same configuration. The budget is the relay's own.
  if (opened.ok || opened.failure.code === 'CW4008' || opened.failure.code === 'CW4012') return opened
  const second =
    sessions.choose(target.locationId, first.connector) ??
    (opened.failure.code === 'CW4006' ? sessions.choose(target.locationId) : undefined)
  if (second !== undefined) return attempt(second, target)
  return opened.failure.code === 'CW4006' ? failed('CW6002', { location: target.locationId }) : opened
}

const attempt = async (
  { connector, session }: NonNullable<ReturnType<Sessions['choose']>>,
  target: Target,
): Promise<Result<OpenedStream>> => {
  const streamId = randomUUID()
  const turn = connector.pace.begin()
  const since = performance.now()
  const opened = await session.open(target.authority, { [channelHeaders.stream]: streamId, [channelHeaders.resource]: target.resource })
  if (!opened.ok) {
    if (opened.failure.code !== 'CW4008' && opened.failure.code !== 'CW4012') turn.failed()
    turn.ended()
    return opened
  }
  turn.opened(performance.now() - since)
  const { stream } = opened.value
  if (stream.closed) turn.ended()
  else stream.once('close', () => turn.ended())
  return succeeded({ ...opened.value, connectorId: connector.id, streamId })
}
