/** The snapshot and the events that replace parts of it. The engine's slices publish; whoever listens gets the same events. */
import { type WizardEvent, type WizardSnapshot } from '../contract/wizard-api.ts'
import { type LogLine } from '../contract/install-plan.ts'
import { withoutSecrets } from '../contract/secret-scan.ts'

const keptLogLines = 200

const replaced = <T>(items: readonly T[], item: T, same: (other: T) => boolean): T[] =>
  items.some(same) ? items.map((other) => (same(other) ? item : other)) : [...items, item]

/** Pure: what the snapshot is after an event. The window does the same with what it receives. */
export const applyEvent = (snapshot: WizardSnapshot, event: WizardEvent): WizardSnapshot => {
  switch (event.is) {
    case 'server':
      return { ...snapshot, server: event.value }
    case 'ledger':
      return { ...snapshot, ledger: event.value }
    case 'checks':
      return { ...snapshot, checks: event.value }
    case 'checkRow':
      return {
        ...snapshot,
        checks: { ...snapshot.checks, rows: replaced(snapshot.checks.rows, event.value, ({ id }) => id === event.value.id) },
      }
    case 'signIn':
      return { ...snapshot, signIn: event.value }
    case 'locations':
      return { ...snapshot, locations: event.value }
    case 'choice':
      return { ...snapshot, choice: event.value }
    case 'plan':
      return { ...snapshot, plan: event.value }
    case 'install':
      return { ...snapshot, install: event.value }
    case 'actionRow': {
      if (!('rows' in snapshot.install)) return snapshot
      const rows = replaced(snapshot.install.rows, event.value, ({ action }) => action.name === event.value.action.name)
      return { ...snapshot, install: { ...snapshot.install, rows } }
    }
    case 'connectivity':
      return { ...snapshot, connectivity: event.value }
    case 'layerRow': {
      if (snapshot.connectivity.is !== 'active') return snapshot
      const { endpoint, layer } = event.value
      const rows = replaced(snapshot.connectivity.rows, event.value, (row) => row.endpoint === endpoint && row.layer === layer)
      return { ...snapshot, connectivity: { ...snapshot.connectivity, rows } }
    }
    case 'service':
      return { ...snapshot, service: event.value }
    case 'bundle':
      return { ...snapshot, bundle: event.value }
    case 'history':
      return { ...snapshot, history: event.value }
    case 'logged':
      return { ...snapshot, log: [...snapshot.log, event.value].slice(-keptLogLines) }
  }
}

/** What a driver, a proxy, another program's command line or a file says may hold what a window must not show. */
const holdsWordsOfOthers: ReadonlySet<WizardEvent['is']> = new Set([
  'checks',
  'checkRow',
  'install',
  'actionRow',
  'connectivity',
  'layerRow',
  'service',
  'logged',
])

export class EngineState {
  #snapshot: WizardSnapshot
  readonly #listeners = new Set<(event: WizardEvent) => void>()

  constructor(first: WizardSnapshot) {
    this.#snapshot = first
  }

  get snapshot(): WizardSnapshot {
    return this.#snapshot
  }

  publish(given: WizardEvent): void {
    const event = holdsWordsOfOthers.has(given.is) ? withoutSecrets(given) : given
    this.#snapshot = applyEvent(this.#snapshot, event)
    for (const listener of this.#listeners) listener(event)
  }

  log(line: LogLine): void {
    this.publish({ is: 'logged', value: line })
  }

  onEvent(listener: (event: WizardEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
