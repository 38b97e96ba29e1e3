import { Button } from '@fluentui/react-components'
import { Pause20Regular, Play20Regular, Save20Regular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import './logs.css'
import { CopyButton } from '../../parts/copy.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { OutcomeIcon } from '../../parts/outcome-icon.tsx'
import { Page } from '../../parts/page.tsx'
import { useAct, useSay } from '../../wizard.ts'
import { LogFilters, useLogFilter } from './log-filters.tsx'
import { LogList } from './log-list.tsx'
import { asText, choices, shown } from './log-view.ts'
import { useLogs } from './use-logs.ts'

/** What set-up and the service wrote down, live. Works while the service is stopped or gone: the files stay. */
export function LogsPage() {
  const say = useSay()
  const act = useAct()
  const [paused, setPaused] = useState(false)
  const [saved, setSaved] = useState<string>()
  const { entries, sources, dropped } = useLogs(paused)
  const filter = useLogFilter()
  const lines = useMemo(() => shown(entries, filter), [entries, filter])
  const { topics, runs } = useMemo(() => choices(entries), [entries])
  const save = async () => {
    const answer = await act('saveText', { what: 'logsText' })
    if (answer?.ok === true && answer.value.is === 'saved') setSaved(answer.value.path)
  }
  const extra = { label: say('logs.save'), icon: <Save20Regular />, onSelect: () => void save() }
  return (
    <Page extra={[extra]} buttons={<CloseButton says="close" />}>
      <LogFilters topics={topics} runs={runs} />
      <div className="line wraps">
        <span className="quiet caption num" role="status">
          {saved === undefined ? say('logs.count', { shown: lines.length, all: entries.length }) : say('logs.saved', { path: saved })}
          {paused && ` ${say('logs.paused')}`}
          {dropped > 0 && ` ${say('logs.dropped', { count: dropped })}`}
        </span>
        <span className="push line">
          <Button
            size="small"
            icon={paused ? <Play20Regular /> : <Pause20Regular />}
            aria-pressed={paused}
            onClick={() => setPaused(!paused)}
          >
            {say(paused ? 'logs.goOn' : 'logs.pause')}
          </Button>
          <CopyButton small text={asText(lines)} label={say('logs.copy')} />
        </span>
      </div>
      {sources.map(
        (state) =>
          state.is === 'unreadable' && (
            <p key={state.source} className="line second">
              <OutcomeIcon of="unknown" />
              {say(state.elevation ? 'logs.needsAdministrator' : 'logs.unreadable', {
                source: say(`logs.sources.${state.source}`),
                why: state.why,
              })}
            </p>
          ),
      )}
      {lines.length === 0 ? (
        <p className="second">{say(entries.length === 0 ? 'logs.none' : 'logs.noneFit')}</p>
      ) : (
        <LogList entries={lines} />
      )}
    </Page>
  )
}
