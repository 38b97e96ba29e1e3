import { Button } from '@fluentui/react-components'
import { Fragment, useEffect, useState } from 'react'
import { secretMark } from '../../../contract/secret-scan.ts'
import { type BundleFile } from '../../../contract/support-bundle.ts'
import { useSentences } from '../../sentences.ts'
import { useLanguage, useSay, useWizard } from '../../wizard.ts'
import { bundleSentences } from './bundle-sentences.ts'

/** One file exactly as it will be in the archive, piece by piece; where a secret was, a mark stands. */
export function BundlePreview({ file }: { file: BundleFile }) {
  const say = useSay()
  const { complete } = useSentences()
  const { leftOut } = bundleSentences[useLanguage()]
  const ask = useWizard((state) => state.ask)
  const [shown, setShown] = useState<{ text: string; next?: number | undefined }>()
  const { path } = file
  useEffect(() => {
    let left = false
    void ask('bundleFile', { path, from: 0 }).then((answer) => {
      if (!left && answer?.ok === true) setShown(answer.value)
    })
    return () => {
      left = true
    }
  }, [ask, path])
  const more = async (from: number) => {
    const answer = await ask('bundleFile', { path, from })
    if (answer?.ok === true) setShown({ ...answer.value, text: `${shown?.text ?? ''}${answer.value.text}` })
  }
  const parts = (shown?.text ?? '').split(secretMark)
  return (
    <section className="bundle-preview" aria-label={path}>
      <header className="line">
        <span className="mono any">{path}</span>
        <span className="push caption quiet">
          {say('bundle.taken', { count: file.secrets })}
          {file.names > 0 && ` · ${say('bundle.replaced', { count: file.names })}`}
          {file.leftOut > 0 && ` · ${complete(leftOut, { size: file.leftOut })}`}
        </span>
      </header>
      {/* Reached by Tab, so that it can be scrolled by keyboard. */}
      <pre className="mono" tabIndex={0} aria-label={say('bundle.content', { path })}>
        {parts.map((part, index) => (
          <Fragment key={index}>
            {index > 0 && <span className="secret">{say('bundle.secret')}</span>}
            {part}
          </Fragment>
        ))}
      </pre>
      {shown?.next !== undefined && (
        <Button size="small" onClick={() => void more(shown.next ?? 0)}>
          {say('bundle.more')}
        </Button>
      )}
    </section>
  )
}
