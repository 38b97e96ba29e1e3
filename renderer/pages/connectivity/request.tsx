import { Button, Link } from '@fluentui/react-components'
import { type Diagnosis, type Layer } from '../../../contract/connectivity.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { Section } from '../../parts/section.tsx'
import { CodeTag } from '../../parts/tag.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useDraft, useSay, useSnapshot } from '../../wizard.ts'
import { addressToAllow, type ActiveTest } from './connectivity-view.ts'
import { causeText } from './diagnosis-text.ts'

type Broken = Extract<Diagnosis, { is: 'notWorking' }>

/** Which request helps when this layer is broken. */
const requestOf: Record<Layer, 'dns' | 'proxy' | 'tcp' | 'tls' | 'http' | 'operator'> = {
  adapter: 'tcp',
  dns: 'dns',
  proxy: 'proxy',
  tcp: 'tcp',
  tls: 'tls',
  http: 'http',
  channel: 'operator',
  roundTrip: 'operator',
}

/** What somebody has to do: a message ready to send, with the addresses it is about. */
export function Request({ test, diagnosis }: { test: ActiveTest; diagnosis: Broken }) {
  const say = useSay()
  const act = useAct()
  const { server } = useSnapshot()
  const [, setForward] = useDraft('forward')
  const sentences = useSentences()
  const box = diagnosis.values['issuer']
  const kind = diagnosis.owner === 'operator' ? 'operator' : requestOf[diagnosis.layer]
  const words = { server: serverName(test, server.machineName), count: diagnosis.addresses.length }
  const asks =
    kind === 'operator'
      ? say('connectivity.requests.operator', words)
      : kind === 'tls' && box !== undefined
        ? say('connectivity.requests.tlsBox', { ...words, box })
        : say(`connectivity.requests.${kind}`, words)
  const why = say('connectivity.requests.why', { cause: causeText(diagnosis, sentences), code: diagnosis.code })
  const lines = (diagnosis.addresses.length > 0 ? diagnosis.addresses : [diagnosis.endpoint]).map(addressToAllow)
  return (
    <Section
      title={say(`connectivity.ask.${diagnosis.owner}`)}
      note={<CodeTag code={diagnosis.code} />}
      action={
        <Link as="button" className="caption" onClick={() => void act('openLink', { link: 'docsError', of: diagnosis.code })}>
          {say('connectivity.ask.about', { code: diagnosis.code })}
        </Link>
      }
    >
      <div className="ask">
        <div className="stack">
          <p>{asks}</p>
          <p className="mono any">
            {lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </p>
        </div>
        <div className="stack">
          <CopyButton text={[asks, ...lines.map((line) => `  ${line}`), '', why].join('\n')} label={say('connectivity.ask.copy')} primary />
          {diagnosis.owner === 'network' && <Button onClick={() => setForward('open')}>{say('forward.open')}</Button>}
        </div>
        <p className="caption quiet why">{why}</p>
      </div>
    </Section>
  )
}

/** The machine with the address it was seen with, where the test found one: a firewall rule needs it. */
function serverName(test: ActiveTest, machine: string): string {
  const adapter = test.rows.find((row) => row.layer === 'adapter')
  const address = [adapter?.summary ?? '', ...(adapter?.evidence ?? []).map((evidence) => evidence.value)]
    .join(' ')
    .match(/\b\d{1,3}(?:\.\d{1,3}){3}\b/)?.[0]
  return address === undefined ? machine : `${machine} (${address})`
}
