/** The last action and the only proof that counts: bytes through the cloud and back, as the service. Changes nothing. */
import { failed, succeeded } from '../../../contract/error-codes.ts'
import { type InstallStep, type StepContext } from '../step.ts'

const tries = 5

const tryRoundTrip = async ({ service, signal, log }: StepContext) => {
  const answer = await service.echo(tries, signal)
  if (!answer.ok) return answer
  const back = answer.value.samples.flatMap(({ milliseconds, relay }) =>
    milliseconds === undefined ? [] : [{ milliseconds, relay: relay ?? '' }],
  )
  const [first] = back.toSorted((a, b) => a.milliseconds - b.milliseconds)
  if (first === undefined) return failed('CW3008', { seconds: 0, reason: `none of ${tries} round trips came back` })
  log('info', `round trip in ${first.milliseconds.toFixed(1)} ms through ${first.relay}, ${answer.value.lost} of ${tries} lost`)
  return succeeded(undefined)
}

export const roundTrip: InstallStep = {
  name: 'roundTrip',
  plan: () => ({ values: {}, changes: [], weight: 4, cancellable: false }),
  apply: tryRoundTrip,
  verify: async () => succeeded(undefined),
  undo: async () => succeeded(undefined),
}
