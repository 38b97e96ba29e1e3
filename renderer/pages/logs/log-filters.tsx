import { Field, Input, Select } from '@fluentui/react-components'
import { Search20Regular } from '@fluentui/react-icons'
import { type ReactNode } from 'react'
import { type LogFilter, LogLevel, logLevels, LogSource, logSources } from '../../../contract/log-entry.ts'
import { useDraft, useSay } from '../../wizard.ts'

const orNone = (value: string) => (value === '' ? undefined : value)

/** What is filtered by; kept when the window is reloaded. */
export function useLogFilter(): LogFilter {
  const [level] = useDraft('logs.level')
  const [source] = useDraft('logs.source')
  const [topic] = useDraft('logs.topic')
  const [run] = useDraft('logs.run')
  const [text] = useDraft('logs.text')
  return {
    level: LogLevel.safeParse(level).data,
    source: LogSource.safeParse(source).data,
    topic: orNone(topic),
    run: orNone(run),
    text: orNone(text),
  }
}

function Choice({ name, label, children }: { name: string; label: string; children: ReactNode }) {
  const [value, setValue] = useDraft(`logs.${name}`)
  return (
    <Field label={label} size="small">
      <Select size="small" value={value} onChange={(_, data) => setValue(data.value)}>
        {children}
      </Select>
    </Field>
  )
}

export function LogFilters({ topics, runs }: { topics: readonly string[]; runs: readonly string[] }) {
  const say = useSay()
  const [text, setText] = useDraft('logs.text')
  const { topic, run } = useLogFilter()
  /** What was chosen stays a choice, though no line of it is left. */
  const withChosen = (all: readonly string[], chosen: string | undefined) =>
    chosen === undefined || all.includes(chosen) ? all : [chosen, ...all]
  return (
    <div className="log-filters">
      <Choice name="level" label={say('logs.level')}>
        {logLevels.map((level) => (
          <option key={level} value={level === 'debug' ? '' : level}>
            {level === 'debug' ? say('logs.all') : say(`logs.levels.${level}`)}
          </option>
        ))}
      </Choice>
      <Choice name="source" label={say('logs.source')}>
        <option value="">{say('logs.all')}</option>
        {logSources.map((source) => (
          <option key={source} value={source}>
            {say(`logs.sources.${source}`)}
          </option>
        ))}
      </Choice>
      <Choice name="topic" label={say('logs.topic')}>
        <option value="">{say('logs.all')}</option>
        {withChosen(topics, topic).map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Choice>
      <Choice name="run" label={say('logs.run')}>
        <option value="">{say('logs.all')}</option>
        {withChosen(runs, run).map((one) => (
          <option key={one}>{one}</option>
        ))}
      </Choice>
      <Field label={say('logs.text')} size="small">
        <Input size="small" contentBefore={<Search20Regular />} value={text} onChange={(_, data) => setText(data.value)} />
      </Field>
    </div>
  )
}
