import {
  Cloud20Regular,
  GlobeShield20Regular,
  PlugConnected20Regular,
  Server20Regular,
  ServerLink20Regular,
  ShieldError20Regular,
  ShieldGlobe20Regular,
  type FluentIcon,
} from '@fluentui/react-icons'
import { Fragment } from 'react'
import { type Hop } from '../../contract/connectivity.ts'
import { useSentences } from '../sentences.ts'
import { useSay } from '../wizard.ts'
import { OutcomeIcon } from './outcome-icon.tsx'

const icons: Record<Hop['kind'], FluentIcon> = {
  server: Server20Regular,
  proxy: ShieldGlobe20Regular,
  firewall: ShieldError20Regular,
  inspection: GlobeShield20Regular,
  relay: ServerLink20Regular,
  controlPlane: Cloud20Regular,
  connector: PlugConnected20Regular,
}
const shapes = { reached: 'pass', breaksHere: 'fail', notReached: 'skip', unknown: 'unknown' } as const
const looks: Record<Hop['state'], string> = { reached: '', breaksHere: 'bad', notReached: 'off', unknown: 'off' }

/** The path from this server to the cloud, one hop after the other, with a word on each; upright when zoomed. */
export function PathHops({ hops }: { hops: readonly Hop[] }) {
  const say = useSay()
  const { engine } = useSentences()
  return (
    <ol className="path" aria-label={say('shell.path')} style={{ gridTemplateColumns: `repeat(${hops.length}, minmax(0, 1fr))` }}>
      {hops.map((hop) => {
        const Icon = icons[hop.kind]
        return (
          <li key={`${hop.kind} ${hop.name}`} className={`hop ${looks[hop.state]}`}>
            <span className="dot">
              <Icon aria-hidden />
            </span>
            <span className="strong">{engine.hops[hop.kind]}</span>
            <span className="caption quiet who">
              {/* Host names break after a dot, not in a word. */}
              {hop.name.split(/(?<=[.:])/).map((piece, index) => (
                <Fragment key={index}>
                  {piece}
                  <wbr />
                </Fragment>
              ))}
            </span>
            <span className="line caption state">
              <OutcomeIcon of={shapes[hop.state]} label="" />
              {engine.hopStates[hop.state]}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
