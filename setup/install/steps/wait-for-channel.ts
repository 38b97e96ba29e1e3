/** Waits until the service says that its channel is healthy; changes nothing. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Failure, failed, succeeded } from '../../../contract/error-codes.ts'
import { type InstallStep } from '../step.ts'

const pauseMilliseconds = 250

export const waitForChannel: InstallStep = {
  name: 'waitForChannel',
  plan: ({ relays }) => ({ values: { relays: relays.map(({ name }) => name).join(', ') }, changes: [], weight: 8, cancellable: true }),
  apply: async ({ service, channelSeconds, signal, log }) => {
    const started = performance.now()
    let last: Failure | undefined
    while (performance.now() - started < channelSeconds * 1000) {
      if (signal.aborted) return failed('CW3004')
      const status = await service.status(signal)
      if (status.ok && status.value.channel === 'healthy') return succeeded(undefined)
      if (status.ok && status.value.channel === 'enrollAgain')
        return { ok: false, failure: status.value.failure ?? failed('CW4002', { file: '', reason: 'enroll again' }).failure }
      const failure = status.ok
        ? (status.value.failure ?? status.value.sessions.find(({ lastFailure }) => lastFailure !== undefined)?.lastFailure)
        : status.failure
      if (failure !== undefined && failure.code !== last?.code)
        log('warn', `not yet: ${failure.code} ${failure.detail ?? JSON.stringify(failure.values)}`)
      last = failure ?? last
      await delay(pauseMilliseconds, undefined, { signal }).catch(() => undefined)
    }
    return failed('CW3008', {
      seconds: channelSeconds,
      reason: last === undefined ? 'no reason given' : `${last.code} ${last.detail ?? ''}`.trim(),
    })
  },
  verify: async ({ service, signal }) => {
    const status = await service.status(signal)
    if (!status.ok) return status
    const { channel, failure } = status.value
    return channel === 'healthy' || channel === 'degraded'
      ? succeeded(undefined)
      : failed('CW3008', { seconds: 0, reason: failure?.code ?? channel })
  },
  undo: async () => succeeded(undefined),
}
