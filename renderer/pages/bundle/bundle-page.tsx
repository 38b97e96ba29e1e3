import { Button, Checkbox } from '@fluentui/react-components'
import { ArrowClockwise20Regular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import './bundle.css'
import { CopyButton } from '../../parts/copy.tsx'
import { FailureVerdict } from '../../parts/failure-verdict.tsx'
import { CloseButton } from '../../parts/footer.tsx'
import { Page } from '../../parts/page.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { useSentences } from '../../sentences.ts'
import { useAct, useDraft, useLanguage, useSay, useSnapshot } from '../../wizard.ts'
import { BundleFiles } from './bundle-files.tsx'
import { BundlePreview } from './bundle-preview.tsx'
import { NotInIt } from './not-in-it.tsx'
import { bundleSentences } from './bundle-sentences.ts'

type Saved = { is: 'not' } | { is: 'saving' } | { is: 'cancelled' } | { is: 'saved'; path: string; bytes: number; sha256: string }

/** Every file as it will be, before it is saved. Opening the page collects; nothing is written until the person says so. */
export function BundlePage() {
  const say = useSay()
  const act = useAct()
  const language = useLanguage()
  const { bundle } = useSnapshot()
  const [names, setNames] = useDraft('bundle.names', 'kept')
  const [saved, setSaved] = useState<Saved>({ is: 'not' })
  const collect = (wanted: string) => {
    setSaved({ is: 'not' })
    void act('collectBundle', { names: wanted === 'replaced' ? 'replaced' : 'kept', language })
  }
  const isThere = bundle.is !== 'none'
  useEffect(() => {
    // Once, when the page is opened without a bundle: one that was collected stays until it is asked for anew.
    if (!isThere) void act('collectBundle', { names: names === 'replaced' ? 'replaced' : 'kept', language })
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isThere])
  const save = async () => {
    setSaved({ is: 'saving' })
    const answer = await act('saveBundle', {})
    setSaved(answer?.ok === true ? answer.value : { is: 'not' })
  }
  const texts = bundleSentences[language]
  const ready = bundle.is === 'ready' ? bundle : undefined
  return (
    <Page
      lead={ready === undefined ? texts.notSent : <BundleLead manifest={ready.manifest} />}
      more={[
        {
          label: say('bundle.again'),
          icon: <ArrowClockwise20Regular />,
          disabled: bundle.is === 'collecting',
          onSelect: () => collect(names),
        },
      ]}
      buttons={
        <>
          {ready !== undefined && <CopyButton text={ready.summary} label={say('bundle.copySummary')} />}
          <Button
            appearance={ready === undefined ? 'secondary' : 'primary'}
            disabled={ready === undefined || saved.is === 'saving'}
            onClick={() => void save()}
          >
            {say('bundle.save')}
          </Button>
          <CloseButton says="close" />
        </>
      }
    >
      {saved.is === 'saved' && (
        <Verdict
          of="pass"
          says={say('bundle.saved')}
          sub={<span className="any">{say('bundle.savedSub', { path: saved.path, sha256: saved.sha256 })}</span>}
        />
      )}
      {bundle.is === 'failed' && <FailureVerdict failure={bundle.failure} />}
      {bundle.is === 'collecting' && (
        <Verdict of="running" says={say('bundle.collecting')} sub={say('bundle.collected', { count: bundle.collectors.length })} />
      )}
      {ready !== undefined && <BundleFilesAndPreview key={ready.manifest.at} />}
      <Checkbox
        label={say('bundle.replaceNames')}
        checked={names === 'replaced'}
        disabled={bundle.is === 'collecting'}
        onChange={(_, { checked }) => {
          const wanted = checked === true ? 'replaced' : 'kept'
          setNames(wanted)
          collect(wanted)
        }}
      />
      {ready !== undefined && <NotInIt collectors={ready.manifest.collectors} />}
    </Page>
  )
}

function BundleLead({ manifest }: { manifest: Parameters<typeof BundleFiles>[0]['manifest'] }) {
  const say = useSay()
  const { gap } = useSentences()
  const texts = bundleSentences[useLanguage()]
  const count = manifest.files.reduce((sum, file) => sum + file.secrets, 0)
  const taken = count === 0 ? texts.taken.none : count === 1 ? texts.taken.one : texts.taken.other.replace('{count}', String(count))
  return <>{[say('bundle.files', { count: manifest.files.length }), taken, texts.notSent].join(gap)}</>
}

function BundleFilesAndPreview() {
  const { bundle } = useSnapshot()
  const [chosen, setChosen] = useDraft('bundle.file', 'summary.txt')
  if (bundle.is !== 'ready') return null
  const { manifest } = bundle
  const file = manifest.files.find(({ path }) => path === chosen) ?? manifest.files[0]
  return (
    <div className="bundle">
      <BundleFiles manifest={manifest} chosen={file?.path ?? ''} onChoose={setChosen} />
      {file !== undefined && <BundlePreview key={file.path} file={file} />}
    </div>
  )
}
