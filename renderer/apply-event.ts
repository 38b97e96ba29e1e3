import { type WizardEvent, type WizardSnapshot } from '../contract/wizard-api.ts'

const logLines = 200

/** Puts `row` in the place of the row that `isSame` finds, so that rows never move; a row nobody knows goes to the end. */
function replaceRow<T>(rows: readonly T[], row: T, isSame: (other: T) => boolean): T[] {
  const at = rows.findIndex(isSame)
  return at < 0 ? [...rows, row] : rows.with(at, row)
}

/** The snapshot after one event. Pure; rows are replaced where they stand and never sorted. */
export function applyEvent(snapshot: WizardSnapshot, event: WizardEvent): WizardSnapshot {
  switch (event.is) {
    case 'checkRow': {
      const rows = replaceRow(snapshot.checks.rows, event.value, (other) => other.id === event.value.id)
      return { ...snapshot, checks: { ...snapshot.checks, rows } }
    }
    case 'actionRow': {
      const { install } = snapshot
      if (install.is === 'none' || install.is === 'damaged') return snapshot
      const rows = replaceRow(install.rows, event.value, (other) => other.action.name === event.value.action.name)
      return { ...snapshot, install: { ...install, rows } }
    }
    case 'layerRow': {
      const { connectivity } = snapshot
      if (connectivity.is === 'idle') return snapshot
      const isSame = (other: typeof event.value) => other.endpoint === event.value.endpoint && other.layer === event.value.layer
      return { ...snapshot, connectivity: { ...connectivity, rows: replaceRow(connectivity.rows, event.value, isSame) } }
    }
    case 'logged': {
      // An event that crossed the snapshot on its way is already in it.
      const last = snapshot.log.at(-1)
      if (last?.at === event.value.at && last.message === event.value.message) return snapshot
      return { ...snapshot, log: [...snapshot.log, event.value].slice(-logLines) }
    }
    case 'choice': {
      const { choice: _, ...rest } = snapshot
      return event.value === undefined ? rest : { ...rest, choice: event.value }
    }
    case 'plan': {
      const { plan: _, ...rest } = snapshot
      return event.value === undefined ? rest : { ...rest, plan: event.value }
    }
    case 'server':
    case 'ledger':
    case 'checks':
    case 'signIn':
    case 'locations':
    case 'install':
    case 'connectivity':
    case 'service':
    case 'bundle':
    case 'history':
      return { ...snapshot, [event.is]: event.value }
  }
}
