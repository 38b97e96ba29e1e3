/** Logs, and the support bundle: collected on request, held in this process until it is saved or collected anew, shown file by file. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type LogPage, logSources } from '../../contract/log-entry.ts'
import { takeOutSecrets } from '../../contract/secret-scan.ts'
import { previewPiece, type CollectorReport } from '../../contract/support-bundle.ts'
import { ConnectivityReport } from '../../contract/connectivity.ts'
import { type RequestFormat } from '../../contract/network-request.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type EngineState } from '../engine-state.ts'
import { type Host } from '../host/host-writer.ts'
import { logFilesOf } from '../logs/log-files.ts'
import { readLogs } from '../logs/log-reader.ts'
import { networkRequest } from '../network-request/observed-request.ts'
import { requestText } from '../network-request/request-text.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'
import { type Archive, archiveName, archiveOf } from '../support-bundle/archive.ts'
import { type Bundle, makeBundle } from '../support-bundle/bundle.ts'
import { allCollectors } from '../support-bundle/catalogue.ts'
import { readTail } from '../support-bundle/tail.ts'
import { isComplete, isJudged, type Observations } from './observations.ts'

/** Checks and test end by themselves long before. */
const requestMilliseconds = 60_000

export interface SupportDependencies {
  readonly host: Host
  readonly service: ConnectorServiceDoor
  readonly stateFolder: string
  readonly journalPath: string
  readonly now: () => Date
  readonly observations: Observations
  readonly refreshService: () => Promise<unknown>
}

export interface BundleWishes {
  readonly names: 'kept' | 'replaced'
  readonly language: Language
}

export class SupportSlice {
  readonly #state: EngineState
  readonly #dependencies: SupportDependencies
  #bundle: Bundle | undefined
  #collecting: AbortController | undefined

  constructor(state: EngineState, dependencies: SupportDependencies) {
    this.#state = state
    this.#dependencies = dependencies
  }

  /** Resolves when the bundle is there, or when a later request has taken the place of this one. */
  async collect({ names, language }: BundleWishes): Promise<void> {
    this.close()
    const collecting = new AbortController()
    this.#collecting = collecting
    const { host, service, stateFolder, journalPath, now, refreshService } = this.#dependencies
    const since = now().toISOString()
    let collectors: CollectorReport[] = []
    this.#state.publish({ is: 'bundle', value: { is: 'collecting', since, collectors } })
    await refreshService()
    const bundle = await makeBundle({
      collectors: allCollectors,
      context: {
        reader: host.reader,
        events: host.events,
        service,
        snapshot: () => this.#state.snapshot,
        stateFolder,
        journalPath,
        checkReport: (signal) => this.#dependencies.observations.checks(signal),
        connectivityReport: (signal) => this.#dependencies.observations.test(signal, isJudged),
      },
      names,
      language,
      now,
      signal: collecting.signal,
      onReport: (report) => {
        if (this.#collecting !== collecting) return
        collectors = [...collectors, report]
        this.#state.publish({ is: 'bundle', value: { is: 'collecting', since, collectors } })
      },
    })
    if (this.#collecting !== collecting) return
    this.#collecting = undefined
    this.#bundle = bundle
    this.#state.publish({ is: 'bundle', value: { is: 'ready', manifest: bundle.manifest, summary: bundle.summary } })
  }

  /** A piece of a file of the bundle, from a character on. */
  file(path: string, from: number): Result<{ text: string; next?: number }> {
    const text = this.#bundle?.texts.get(path)
    if (text === undefined) return failed('CW7009', { file: path, reason: 'not in the bundle' })
    const next = from + previewPiece
    return succeeded({ text: text.slice(from, next), ...(next < text.length ? { next } : {}) })
  }

  archive(): Result<Archive & { name: string }> {
    const bundle = this.#bundle
    if (bundle === undefined) return failed('CW7009', { file: 'bundle', reason: 'not collected yet' })
    return succeeded({ ...archiveOf(bundle), name: archiveName(bundle.manifest) })
  }

  logs(cursor: string | undefined): LogPage {
    const { host, stateFolder } = this.#dependencies
    return readLogs({ reader: host.reader, stateFolder, elevated: this.#state.snapshot.server.elevated }, cursor)
  }

  /** As they lie in the files, with the secrets taken out once more. */
  logsText(): Result<{ text: string }> {
    const { host, stateFolder } = this.#dependencies
    try {
      const text = logSources
        .flatMap((source) => logFilesOf(source, { reader: host.reader, stateFolder }).toReversed())
        .map((file) => readTail(file) ?? '')
        .join('')
      return succeeded({ text: takeOutSecrets(text).text })
    } catch (error) {
      return failed('CW7009', { file: 'logs', reason: error instanceof Error ? error.message : String(error) })
    }
  }

  /** For the team of the firewall or proxy: what was seen, or is seen now where nobody has looked yet. */
  async networkRequest(wanted: RequestFormat, language: Language, signIn: string | undefined): Promise<Result<{ text: string }>> {
    const { observations, now } = this.#dependencies
    const signal = AbortSignal.timeout(requestMilliseconds)
    const text = await observations.test(signal, isComplete)
    if (text === undefined) return failed('CW3009')
    await observations.checks(signal)
    const report = ConnectivityReport.parse(JSON.parse(text))
    const request = networkRequest({ report, checks: this.#state.snapshot.checks.rows, signIn, at: now().toISOString() })
    return succeeded({ text: takeOutSecrets(requestText(request, wanted, language)).text })
  }

  /** Ends a collection that is on. */
  close(): void {
    this.#collecting?.abort()
    this.#collecting = undefined
    this.#bundle = undefined
  }
}
