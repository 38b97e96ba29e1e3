/** What a simulated server sees of its domain: as its profile says, a healthy domain where it says nothing. */
import { absent, directoryServices, type DomainController, type Fact, known, type Section, type SectionName } from '../fact-sections.ts'
import { directoryPorts } from '../../directory/domain-controllers.ts'
import { type ServerState } from './model.ts'

interface Sources {
  readonly state: ServerState
}
type DirectorySection = 'domainControllers' | 'directoryLevels' | 'machineSignIn' | 'trusts'

/** Absent in a workgroup. */
const inDomain = <T>({ membership }: ServerState, value: T): Fact<T> => (membership.domain === undefined ? absent : known(value))
const controllerName = ({ membership: { domain = '', domainController = `dc1.${domain}` } }: ServerState): string =>
  domainController.toLowerCase()

const healthy = (state: ServerState): DomainController => ({
  host: controllerName(state),
  domain: state.membership.domain ?? '',
  writable: true,
  site: 'Default-First-Site-Name',
  ports: directoryServices.map((service) => ({ service, port: directoryPorts[service], outcome: 'connected', milliseconds: 1 })),
})

export const directorySections = {
  domainControllers: ({ state }) => {
    const { controllers = [healthy(state)], forestRoot, rootControllers } = state.directory
    return {
      controllers: controllers.length === 0 ? absent : inDomain(state, controllers),
      forestRoot: inDomain(state, forestRoot ?? (state.membership.domain ?? '').toLowerCase()),
      rootControllers: rootControllers === undefined ? absent : known(rootControllers),
    }
  },
  directoryLevels: ({ state }) => ({
    domainLevel: inDomain(state, state.directory.domainLevel),
    forestLevel: inDomain(state, state.directory.forestLevel),
    domainController: inDomain(state, controllerName(state)),
  }),
  machineSignIn: ({ state }) => ({
    ticket: inDomain(state, state.directory.ticketStatus),
    bind: state.directory.bindResult === undefined ? absent : known(state.directory.bindResult),
    domainController: inDomain(state, controllerName(state)),
  }),
  trusts: ({ state }) => ({ all: inDomain(state, state.directory.trusts) }),
} as const satisfies { readonly [S in DirectorySection & SectionName]: (sources: Sources) => Section<S> }
