/** What the connector service says of its channel. */
import { type Failure, type Result } from '../../../contract/error-codes.ts'
import { type ServiceStatus } from '../../../contract/local-status-api.ts'
import { measured } from '../../checks/check.ts'
import { type LayerOutcome } from '../layer.ts'

export const channel = (status: Result<ServiceStatus>): LayerOutcome => {
  if (!status.ok) return failing(status.failure)
  const { channel: state, failure, sessions, certificate } = status.value
  const open = sessions.filter(({ state: is }) => is === 'open').length
  const evidence = [
    ...sessions.map(({ relay, purpose, carrier, state: is, ping, lastFailure }) =>
      measured(
        'connection',
        `${relay} ${purpose} ${carrier}: ${is}${ping === undefined ? '' : `, ${ping.toFixed(1)} ms`}${lastFailure === undefined ? '' : `, ${lastFailure.code}`}`,
      ),
    ),
    measured('validTo', certificate.expiresAt),
  ]
  const found = { evidence, summary: `${open}/${sessions.length}` }
  const last = failure ?? sessions.find(({ lastFailure }) => lastFailure !== undefined)?.lastFailure
  switch (state) {
    case 'healthy':
      return { ...found, state: 'pass' }
    case 'degraded':
      return { ...found, state: 'warn', ...(last === undefined ? {} : { code: last.code, values: last.values }) }
    case 'starting':
      return { ...found, state: 'running' }
    case 'down':
    case 'enrollAgain':
      return { ...found, ...failing(last ?? { code: 'CW4006', values: { relay: '', reason: state } }) }
  }
}

const failing = ({ code, values, detail }: Failure): LayerOutcome => ({
  state: 'fail',
  code,
  values: { ...values, ...('reason' in values ? {} : { reason: detail ?? code }) },
  summary: code,
})
