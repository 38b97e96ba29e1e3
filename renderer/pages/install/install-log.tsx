import { Button } from '@fluentui/react-components'
import { ChevronDown20Regular, ChevronRight20Regular } from '@fluentui/react-icons'
import { useEffect, useRef } from 'react'
import { type LogLine } from '../../../contract/install-plan.ts'
import { timeOfDay } from '../../moments.ts'
import { useDraft, useLanguage, useSay, useSnapshot } from '../../wizard.ts'

const said = (line: LogLine, language: 'en' | 'zh-CN') => `${timeOfDay(line.at, language)} ${line.message}`

/** The log behind a button, its last line always in sight. Never longer than the engine's snapshot keeps (200 lines). */
export function InstallLog() {
  const say = useSay()
  const language = useLanguage()
  const { log } = useSnapshot()
  const [open, setOpen] = useDraft('install.log')
  const isOpen = open === 'open'
  const last = log.at(-1)
  const Chevron = isOpen ? ChevronDown20Regular : ChevronRight20Regular
  return (
    <div className="stack">
      <div className="line log-line">
        <Button size="small" icon={<Chevron />} aria-expanded={isOpen} onClick={() => setOpen(isOpen ? '' : 'open')}>
          {say(isOpen ? 'install.hideLog' : 'install.showLog')}
        </Button>
        <span className="quiet caption cut num" title={last === undefined ? undefined : said(last, language)}>
          {last === undefined ? say('install.noLog') : isOpen ? say('install.logKept', { count: log.length }) : said(last, language)}
        </span>
      </div>
      {isOpen && log.length > 0 && <LogBox log={log} />}
    </div>
  )
}

function LogBox({ log }: { log: readonly LogLine[] }) {
  const say = useSay()
  const language = useLanguage()
  const box = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  useEffect(() => {
    // Follows the end unless the person has scrolled up to read.
    if (following.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight
  }, [log])
  return (
    <div
      ref={box}
      className="log-box"
      role="log"
      aria-label={say('install.log')}
      aria-live="off"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        following.current = scrollTop + clientHeight >= scrollHeight - 24
      }}
    >
      {log.map((line, index) => (
        <div
          key={`${line.at} ${index}`}
          className={`mono any ${line.level === 'error' ? 'tone-fail' : line.level === 'warn' ? 'tone-warn' : ''}`}
        >
          <span className="quiet">
            {timeOfDay(line.at, language)} {line.topic}
          </span>{' '}
          {line.message}
        </div>
      ))}
    </div>
  )
}
