/** Inputs, steps and a journal for tests of the installation, without a server behind them. */
import { type Failure, failed, succeeded } from '../../contract/error-codes.ts'
import { type ActionName, type PlannedChange } from '../../contract/install-plan.ts'
import { type LocationId, type OrganizationId } from '../../contract/ids.ts'
import { type Host } from '../../setup/host/host-writer.ts'
import { type InstallInputs } from '../../setup/install/inputs.ts'
import { type InstallStep, type ServicePayload, type StepContext } from '../../setup/install/step.ts'

export const sampleInputs: InstallInputs = {
  folders: { program: 'C:\\Program Files\\Causeway', data: 'C:\\ProgramData\\Causeway' },
  controlPlane: 'https://control.example',
  api: 'https://control.example/v1',
  certificateAuthorities: [],
  relays: [{ name: 'relay-1', url: 'https://relay-1.example' }],
  organization: { id: 'org_0123456789abcdef' as OrganizationId, name: 'Contoso' },
  locationName: 'Munich',
  proxy: { is: 'direct' },
  choice: { locationId: 'loc_0123456789abcdef' as LocationId, connectorName: 'CONN-1', labels: [] },
  simulated: true,
  overrides: [],
  by: 'CONTOSO\\admin',
}

export const samplePayload: ServicePayload = {
  version: '0.1.0',
  files: [{ path: 'connector\\1.0.0\\host.js', content: 'x' }],
  command: () => ['node.exe'],
  uninstall: 'causeway-setup uninstall',
}

/** A world that steps change: what is in the set exists. */
export interface World {
  readonly things: Set<string>
  /** Called before each make and undo; throwing or failing here is the test's way to break things. */
  before: (doing: 'make' | 'undo', what: string) => Failure | undefined
}

export const newWorld = (...things: string[]): World => ({ things: new Set(things), before: () => undefined })

/** A step that makes the given things, in order. */
export const stepThatMakes = (name: ActionName, whats: readonly string[], world: World, weight = 10): InstallStep => ({
  name,
  plan: () => ({ values: {}, changes: whats.map(asChange), weight, cancellable: true }),
  apply: async ({ change }) => {
    for (const what of whats) {
      const made = await change(
        asChange(what),
        async () => succeeded({ existed: world.things.has(what) }),
        async () => {
          const failure = world.before('make', what)
          if (failure !== undefined) return { ok: false, failure }
          world.things.add(what)
          return succeeded(undefined)
        },
      )
      if (!made.ok) return made
    }
    return succeeded(undefined)
  },
  verify: async () =>
    whats.every((what) => world.things.has(what)) ? succeeded(undefined) : failed('CW3011', { what: name, reason: 'gone' }),
  undo: async (_context, { what }, before) => {
    const failure = world.before('undo', what)
    if (failure !== undefined) return { ok: false, failure }
    if (before['existed'] !== true) world.things.delete(what)
    return succeeded(undefined)
  },
})

const asChange = (what: string): PlannedChange => ({ kind: 'file', what })

const noService = async () => failed('CW4013', { reason: 'none' })

/** For steps that use nothing of it. */
export const emptyContext = {
  host: {} as Host,
  payload: samplePayload,
  enrollment: { enroll: async () => failed('CW5001'), revoke: async () => failed('CW5001') },
  service: { status: noService, echo: noService, throughput: noService, labels: noService, changeLabels: noService, history: noService },
  proxyAccount: () => undefined,
  channelSeconds: 90,
} satisfies Pick<StepContext, 'host' | 'payload' | 'enrollment' | 'service' | 'proxyAccount' | 'channelSeconds'>
