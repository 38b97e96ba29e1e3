import { Radio } from '@fluentui/react-components'
import { type LocationSummary, type SeenBefore, type SeenBeforeChoice } from '../../../contract/enrollment.ts'
import { ago, day } from '../../moments.ts'
import { useNow } from '../../parts/clock.ts'
import { Facts } from '../../parts/facts.tsx'
import { RichText } from '../../parts/rich-text.tsx'
import { Section } from '../../parts/section.tsx'
import { Tag } from '../../parts/tag.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { useLocationDraft } from './use-location-draft.ts'

/** Asks what an earlier enrollment of this machine is to this one. The likely answer is named first and never chosen. */
export function EnrolledBefore({ before, locations }: { before: SeenBefore; locations: readonly LocationSummary[] }) {
  const say = useSay()
  const name = before.connector.name
  const stay = Math.max(0, (locations.find((location) => location.id === before.locationId)?.connectors.length ?? 1) - 1)
  const all: readonly (readonly [SeenBeforeChoice, string, string])[] = [
    ['keepBoth', say('resourceLocation.before.keepBoth'), say('resourceLocation.before.keepBothSub')],
    ['replace', say('resourceLocation.before.replace'), say('resourceLocation.before.replaceSub')],
    [
      'replaceAndMove',
      say('resourceLocation.before.replaceAndMove'),
      say('resourceLocation.before.replaceAndMoveSub', { count: stay, location: before.locationName }),
    ],
  ]
  const likely = all.filter(([choice]) => choice === before.likely)
  const others = all.filter(([choice]) => choice !== before.likely)
  return (
    <>
      <Verdict of="warn" says={say('resourceLocation.before.title', { name })} sub={say('resourceLocation.before.sub')} />
      <Evidence before={before} />
      <Section title={say('resourceLocation.before.question')}>
        <div className="list" role="radiogroup" aria-label={say('resourceLocation.before.question')}>
          {[...likely, ...others].map(([choice, title, sub]) => (
            <Answer key={choice} choice={choice} title={title} sub={sub} likely={choice === before.likely} />
          ))}
        </div>
      </Section>
    </>
  )
}

function Answer({ choice, title, sub, likely }: { choice: SeenBeforeChoice; title: string; sub: string; likely: boolean }) {
  const say = useSay()
  const [draft, change] = useLocationDraft()
  const chosen = draft.onSeenBefore === choice
  return (
    <div className={`pick ${chosen ? 'on' : ''}`}>
      <label className="item pick-line">
        <Radio name="seenBefore" value={choice} checked={chosen} onChange={() => change({ onSeenBefore: choice })} />
        <span>
          <span className={chosen ? 'strong block' : 'block'}>{title}</span>
          <span className="second block">{sub}</span>
        </span>
        {likely ? <Tag>{say('resourceLocation.before.mostLikely')}</Tag> : <span />}
      </label>
    </div>
  )
}

function Evidence({ before }: { before: SeenBefore }) {
  const say = useSay()
  const language = useLanguage()
  const now = useNow(true)
  const { server } = useSnapshot()
  const machine = before.machineName
  const last = before.connector.lastContact
  const said = last === undefined ? undefined : ago(last, now, language)
  const state = before.active ? 'connected' : 'away'
  const thatOne =
    said === undefined
      ? say(`resourceLocation.before.${state}`, { machine })
      : say(`resourceLocation.before.${state}Ago`, { machine, ago: said })
  const same = machine.toLowerCase() === server.machineName.toLowerCase()
  return (
    <Facts
      rows={[
        {
          label: say('resourceLocation.before.enrolled'),
          value: (
            <RichText
              text={say('resourceLocation.before.enrolledInto', { date: day(before.enrolledAt, language) })}
              with={{ location: <b className="strong">{before.locationName}</b> }}
            />
          ),
        },
        { label: say('resourceLocation.before.thatOne'), value: thatOne },
        {
          label: say('resourceLocation.before.thisOne'),
          value: (
            <>
              {say('resourceLocation.before.thisMachine', { machine: server.machineName, system: server.system })}
              <span className="second block">{say(same ? 'resourceLocation.before.sameName' : 'resourceLocation.before.otherName')}</span>
            </>
          ),
        },
      ]}
    />
  )
}
