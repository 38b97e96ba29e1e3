/** What the service remembers, for the Status page: asked from the service, and read from its file where the service does not answer. */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type History, type HistoryRange, type HistoryState } from '../../contract/history.ts'
import { readHistory } from '../../contract/history-lines.ts'
import { summarizeHistory } from '../../contract/history-summary.ts'
import { dataFolderFiles } from '../../contract/local-status-api.ts'
import { type EngineState } from '../engine-state.ts'
import { type HostReader } from '../host/host-reader.ts'
import { productNames } from '../host/registry-keys.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

export class HistorySlice {
  readonly #state: EngineState
  readonly #reader: HostReader
  readonly #door: ConnectorServiceDoor

  constructor(state: EngineState, reader: HostReader, door: ConnectorServiceDoor) {
    this.#state = state
    this.#reader = reader
    this.#door = door
  }

  async load(range: HistoryRange): Promise<void> {
    const answer = await this.#door.history(range, new AbortController().signal)
    if (answer.ok) {
      this.#tell({ is: 'loaded', source: 'service', history: answer.value })
      return
    }
    const read = await this.#read(range)
    this.#tell(read.ok ? { is: 'loaded', source: 'file', history: read.value } : { is: 'failed', range, failure: read.failure })
  }

  async #read(range: HistoryRange): Promise<Result<History>> {
    const path = `${productNames.dataFolder}\\${dataFolderFiles.history}`
    const file = await this.#reader.readFile(path)
    if (file.is === 'absent') return failed('CW3009')
    if (file.is === 'unknown') return failed('CW7009', { file: path, reason: file.why })
    const { records, unreadable } = readHistory(Buffer.from(file.value).toString('utf8'))
    const now = Math.floor(this.#reader.now() / 1000)
    // Nothing is written here: the service itself notes the damage when it starts.
    const damage = unreadable > 0 ? ([{ is: 'damaged', at: now, bytes: unreadable }] as const) : []
    return succeeded(summarizeHistory([...records, ...damage], range, now))
  }

  #tell(value: HistoryState): void {
    this.#state.publish({ is: 'history', value })
  }
}
