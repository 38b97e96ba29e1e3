import { Link } from '@fluentui/react-components'
import { type ServiceStatus } from '../../../contract/local-status-api.ts'
import { type ProxyStatus } from '../../../contract/proxy.ts'
import { bytes } from '../../../contract/wording/format.ts'
import { day, dayAndTime } from '../../moments.ts'
import { useNow } from '../../parts/clock.ts'
import { Facts } from '../../parts/facts.tsx'
import { useGo, useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { shortName } from '../connectivity/connectivity-view.ts'
import { checksFound, openRelays, proxyInUse } from './status-view.ts'

/** Facts of the running service in two columns. */
export function ServiceFacts({ status }: { status: ServiceStatus }) {
  const say = useSay()
  const go = useGo()
  const language = useLanguage()
  const now = useNow(true)
  const { checks } = useSnapshot()
  const relays = openRelays(status)
  const { load, certificate } = status
  const expired = Date.parse(certificate.expiresAt) <= now
  const findings = checksFound(checks)
  const said = new Intl.ListFormat(language === 'en' ? 'en-GB' : language).format(relays.map(shortName))
  return (
    <div className="halves">
      <Facts
        rows={[
          {
            label: say('status.facts.service'),
            value: (
              <>
                {say('status.facts.runningSince', { at: dayAndTime(status.startedAt, language) })}
                {status.workerRestarts > 0 && (
                  <span className="block quiet">{say('status.facts.restarts', { count: status.workerRestarts })}</span>
                )}
              </>
            ),
          },
          {
            label: say('status.facts.channel'),
            value: relays.length === 0 ? say('status.facts.openToNone') : say('status.facts.openTo', { relays: said }),
          },
          {
            label: say('status.facts.load'),
            value: (
              <span className="num">
                {say('status.facts.connections', {
                  count: load.streams,
                  rate: bytes(load.bytesPerSecond),
                  memory: bytes(load.memoryBytes),
                })}
              </span>
            ),
          },
          { label: say('status.facts.resources'), value: say('status.facts.published', { count: status.resources }) },
          {
            label: say('status.facts.checks'),
            value: (
              <Link as="button" onClick={() => go({ mode: 'managed', page: 'checks' })}>
                {findings === undefined
                  ? say('status.facts.checksNone')
                  : findings === 0
                    ? say('status.facts.checksClean')
                    : say('status.facts.checksFound', { count: findings })}
              </Link>
            ),
          },
        ]}
      />
      <Facts
        rows={[
          {
            label: say('status.facts.certificate'),
            value: (
              <>
                {say(expired ? 'status.facts.expired' : 'status.facts.validUntil', { at: day(certificate.expiresAt, language) })}
                {!expired && <span className="block quiet">{say('status.facts.renews', { at: day(certificate.renewsAt, language) })}</span>}
              </>
            ),
          },
          { label: say('status.facts.location'), value: status.connector.locationName },
          { label: say('status.facts.proxy'), value: <ProxyInUse proxy={status.proxy} /> },
          { label: say('status.facts.version'), value: status.version },
        ]}
      />
    </div>
  )
}

/** Which proxy the service uses, and how it came to it. */
function ProxyInUse({ proxy }: { proxy: ProxyStatus | undefined }) {
  const say = useSay()
  const used = proxyInUse(proxy)
  const sub = proxy?.problem === undefined ? proxy?.script : say('proxy.problem', { problem: proxy.problem })
  return (
    <>
      <span className="any">{used ?? say('status.facts.proxyNone')}</span>
      {proxy !== undefined && proxy.configured !== 'direct' && <span className="block quiet">{say(`proxy.ways.${proxy.configured}`)}</span>}
      {sub !== undefined && <span className="block quiet any">{sub}</span>}
    </>
  )
}
