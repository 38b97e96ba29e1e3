/**
 * Makes a support bundle: asks every collector at the same time, each within its own budget; takes secrets out of what they bring;
 * replaces names where that is asked for; keeps the whole within bounds. What one collector cannot bring is said and hides nothing else.
 */
import { takeOutSecrets } from '../../contract/secret-scan.ts'
import { type BundleFile, type BundleManifest, type CollectorReport } from '../../contract/support-bundle.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type CollectedFile, type Collector, type CollectorContext } from './collector.ts'
import { indexPage } from './index-page.ts'
import { knownNames } from './known-names.ts'
import { Pseudonyms } from './pseudonyms.ts'
import { summaryText } from './summary.ts'

export interface BundleOptions {
  readonly collectors: readonly Collector[]
  readonly context: Omit<CollectorContext, 'signal'>
  readonly names: 'kept' | 'replaced'
  readonly language: Language
  readonly now: () => Date
  /** A collector has ended. */
  readonly onReport: (report: CollectorReport) => void
  readonly signal: AbortSignal
  /** Bytes before compression: of one file, and of all. */
  readonly bounds?: { readonly file: number; readonly all: number }
}

export interface Bundle {
  readonly manifest: BundleManifest
  readonly summary: string
  /** Text of each file by its path in the archive. */
  readonly texts: ReadonlyMap<string, string>
}

const usualBounds = { file: 4 * 1024 * 1024, all: 16 * 1024 * 1024 }

interface Brought {
  readonly report: CollectorReport
  readonly files: readonly CollectedFile[]
}

const ask = async (collector: Collector, { context, signal }: Pick<BundleOptions, 'context' | 'signal'>): Promise<Brought> => {
  const { name, budget } = collector
  const began = performance.now()
  const limit = AbortSignal.timeout(budget)
  const over = Promise.withResolvers<'tooSlow'>()
  limit.addEventListener('abort', () => over.resolve('tooSlow'), { once: true })
  const ended = (outcome: CollectorReport['outcome'], files: readonly CollectedFile[] = []): Brought => ({
    report: { name, outcome, milliseconds: Math.round(performance.now() - began) },
    files,
  })
  const reason = (text: string) => takeOutSecrets(text).text.slice(0, 500)
  try {
    const collected = await Promise.race([collector.collect({ ...context, signal: AbortSignal.any([signal, limit]) }), over.promise])
    if (collected === 'tooSlow') return ended({ is: 'tooSlow', seconds: budget / 1000 })
    return collected.is === 'files' ? ended({ is: 'collected' }, collected.files) : ended(collected)
  } catch (error) {
    if (limit.aborted) return ended({ is: 'tooSlow', seconds: budget / 1000 })
    return ended({ is: 'failed', why: reason(error instanceof Error ? error.message : String(error)) })
  }
}

const textOf = ({ content }: CollectedFile): string => (typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`)

/** The newest part that fits, from the beginning of a line. */
const bounded = (text: string, most: number): { text: string; leftOut: number } => {
  const bytes = Buffer.from(text)
  if (bytes.byteLength <= most) return { text, leftOut: 0 }
  const end = bytes.subarray(bytes.byteLength - most).toString('utf8')
  const kept = end.slice(end.indexOf('\n') + 1)
  const leftOut = bytes.byteLength - Buffer.byteLength(kept)
  return { text: `[${leftOut} older bytes left out]\n${kept}`, leftOut }
}

export const makeBundle = async (options: BundleOptions): Promise<Bundle> => {
  const { collectors, context, names, language, now, onReport, bounds = usualBounds } = options
  const brought = await Promise.all(
    collectors.map(async (collector) => {
      const one = await ask(collector, options)
      onReport(one.report)
      return one
    }),
  )
  let left = bounds.all
  const scanned = brought.flatMap(({ report, files }) =>
    files.map((file) => {
      const { text: whole, taken } = takeOutSecrets(textOf(file))
      const { text, leftOut } = bounded(whole, Math.min(bounds.file, left))
      left = Math.max(0, left - Buffer.byteLength(text))
      return { path: file.path, collector: report.name, text, secrets: taken, leftOut }
    }),
  )
  const snapshot = context.snapshot()
  const pseudonyms = names === 'replaced' ? new Pseudonyms(knownNames(snapshot)) : undefined
  for (const { text } of scanned) pseudonyms?.learn(text)
  const named = (text: string) => pseudonyms?.replace(text) ?? { text, replaced: 0 }

  const texts = new Map<string, string>()
  const files: BundleFile[] = []
  const add = (path: string, collector: BundleFile['collector'], given: string, secrets = 0, leftOut = 0) => {
    const { text, replaced } = named(given)
    texts.set(path, text)
    files.push({ path, collector, bytes: Buffer.byteLength(text), secrets, names: replaced, leftOut })
  }
  const { machineName, system, simulated, profile, version } = snapshot.server
  const reports = brought.map(({ report }) => report)
  const summary = takeOutSecrets(summaryText(snapshot, reports, names, language, now()))
  add('summary.txt', 'summary', summary.text, summary.taken)
  for (const { path, collector, text, secrets, leftOut } of scanned) add(path, collector, text, secrets, leftOut)
  const manifest: BundleManifest = {
    schema: 'causeway.support-bundle/1',
    at: now().toISOString(),
    server: { name: named(machineName).text, system, simulated, ...(profile === undefined ? {} : { profile }) },
    version,
    names,
    files,
    collectors: reports.map((report) =>
      report.outcome.is === 'failed' ? { ...report, outcome: { ...report.outcome, why: named(report.outcome.why).text } } : report,
    ),
  }
  texts.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`)
  texts.set('index.html', indexPage(manifest, texts, language))
  return { manifest, summary: texts.get('summary.txt') ?? '', texts }
}
