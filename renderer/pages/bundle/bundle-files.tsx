import { type BundleManifest } from '../../../contract/support-bundle.ts'
import { bytes } from '../../../contract/wording/format.ts'
import { useLanguage, useSay } from '../../wizard.ts'
import { bundleSentences } from './bundle-sentences.ts'

/** The files, with what each is and its size; one of them is chosen. */
export function BundleFiles({
  manifest,
  chosen,
  onChoose,
}: {
  manifest: BundleManifest
  chosen: string
  onChoose: (path: string) => void
}) {
  const say = useSay()
  const { about } = bundleSentences[useLanguage()]
  return (
    <ul className="list bundle-files" aria-label={say('bundle.list')}>
      {manifest.files.map(({ path, collector, bytes: size }) => (
        <li key={path}>
          <button type="button" className={path === chosen ? 'chosen' : ''} aria-pressed={path === chosen} onClick={() => onChoose(path)}>
            <span className="stack">
              <span className="mono any">{path}</span>
              <span className="caption quiet">{about[collector]}</span>
            </span>
            <span className="caption quiet num nowrap">{bytes(size)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
