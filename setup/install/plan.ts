/** The plan that the person reviews: every action with what it will change. Pure. */
import { type ActionName, type InstallPlan } from '../../contract/install-plan.ts'
import { type InstallInputs } from './inputs.ts'
import { type InstallStep, type ServicePayload } from './step.ts'
import { dataFolder } from './steps/data-folder.ts'
import { enroll } from './steps/enroll.ts'
import { eventSource } from './steps/event-source.ts'
import { firewall } from './steps/firewall.ts'
import { programFolder } from './steps/program-folder.ts'
import { roundTrip } from './steps/round-trip.ts'
import { service } from './steps/service.ts'
import { settings } from './steps/settings.ts'
import { startService } from './steps/start-service.ts'
import { waitForChannel } from './steps/wait-for-channel.ts'

/** In the order in which they are done; undone in the opposite one. */
export const installSteps: readonly InstallStep[] = [
  programFolder,
  dataFolder,
  service,
  eventSource,
  enroll,
  settings,
  firewall,
  startService,
  waitForChannel,
  roundTrip,
]

/** The weights say where the time goes; the seconds come from runs on the simulated server and are a promise rounded up. */
const secondsPerWeight = 0.3

export const makePlan = (steps: readonly InstallStep[], inputs: InstallInputs, payload: ServicePayload): InstallPlan => {
  const actions = steps.map((step) => ({ name: step.name, ...step.plan(inputs, payload) }))
  const total = actions.reduce((sum, { weight }) => sum + weight, 0)
  return {
    connectorName: inputs.choice.connectorName,
    locationName: inputs.locationName,
    organizationName: inputs.organization.name,
    actions: actions.map((action) => ({ ...action, weight: (100 * action.weight) / total })),
    expectedSeconds: Math.ceil(total * secondsPerWeight),
  }
}

export const stepNamed = (name: ActionName): InstallStep | undefined => installSteps.find((step) => step.name === name)
