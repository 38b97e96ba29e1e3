/** A round trip through the cloud and back, made by the installed service itself: the only proof that the connector works. */
import { median } from '../../network/latency-probe.ts'
import { type Check, measured, needed } from '../check.ts'

const count = 3

export const echo: Check<'channel.echo'> = {
  id: 'channel.echo',
  async run({ reader, service, signal }) {
    const install = (await reader.section('existingInstall', signal)).service
    if (service === undefined || install.is === 'absent') return { outcome: 'skip', reason: 'notInstalled' }
    const { state } = needed(install, 'service')
    const running = [measured('service', state)]
    if (state !== 'running') return { outcome: 'fail', finding: 'stopped', evidence: running }
    const status = await service.status(signal)
    if (!status.ok) return { outcome: 'fail', finding: 'silent', values: { code: status.failure.code }, evidence: running }
    const { channel, failure, sessions } = status.value
    const evidence = [
      ...running,
      measured('channel', channel),
      ...sessions.map((session) => measured('session', `${session.relay}, ${session.purpose}: ${session.state}`)),
      ...(failure === undefined ? [] : [measured('error', failure.code)]),
    ]
    const answer = await service.echo(count, signal)
    if (!answer.ok) return { outcome: 'fail', finding: 'noChannel', values: { code: failure?.code ?? answer.failure.code }, evidence }
    const times = answer.value.samples.flatMap(({ milliseconds }) => milliseconds ?? [])
    evidence.push(measured('roundTrips', times.map((ms) => `${ms} ms`).join(', ') || undefined))
    const values = { count, lost: answer.value.lost, milliseconds: times.length === 0 ? 0 : median(times) }
    if (times.length === 0) return { outcome: 'fail', finding: 'allLost', values, evidence }
    return answer.value.lost > 0
      ? { outcome: 'warn', finding: 'someLost', values, evidence }
      : { outcome: 'pass', finding: 'answers', values, evidence }
  },
}
