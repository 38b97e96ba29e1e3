/** What the review page shows of an install plan. Pure. */
import { type InstallPlan, type PlannedAction, type PlannedChange } from '../../../contract/install-plan.ts'

/** Whole minutes, 0 for less than one: a plan is an estimate and seconds would promise too much. */
export const expectedMinutes = (plan: InstallPlan) => (plan.expectedSeconds < 60 ? 0 : Math.round(plan.expectedSeconds / 60))

/** What the engine writes where there is no proxy. */
const noProxy = '–'
export const goesDirectly = (action: PlannedAction) => action.name === 'settings' && action.values['proxy'] === noProxy

export interface ChangeGroup {
  readonly kind: PlannedChange['kind']
  readonly changes: readonly string[]
}

const order: readonly PlannedChange['kind'][] = ['folder', 'file', 'registryKey', 'service', 'firewallRule', 'process', 'cloud']

/** Everything that will be made or changed, by kind, each named once, in the order in which it happens. */
export const changeGroups = (plan: InstallPlan): ChangeGroup[] => {
  const all = plan.actions.flatMap((action) => action.changes)
  return order
    .map((kind) => ({ kind, changes: [...new Set(all.filter((change) => change.kind === kind).map((change) => change.what))] }))
    .filter((group) => group.changes.length > 0)
}
