/** What the engine is given: the machine, the service, and what differs between window, command line and tests. */
import { type ConnectionFile } from '../contract/connection-file.ts'
import { type AfterRestart } from '../contract/install-plan.ts'
import { type ServiceProxy } from '../contract/proxy.ts'
import { type ServerIdentity } from '../contract/wizard-api.ts'
import { type Check } from './checks/check.ts'
import { type HttpDoor, type HttpDoorOptions } from './enrollment/http-door.ts'
import { type Host, type Reached } from './host/host-writer.ts'
import { type ServicePayload } from './install/step.ts'
import { type ConnectorServiceDoor } from './service/door.ts'

export interface EngineDependencies {
  readonly host: Host
  readonly server: ServerIdentity
  readonly checks: readonly Check[]
  readonly surface: 'window' | 'commandLine'
  readonly payload: ServicePayload
  readonly service: ConnectorServiceDoor
  readonly stateFolder: string
  readonly journalPath: string
  readonly connectionFile?: ConnectionFile | undefined
  /** Where the connection file lies, for the parameters file. */
  readonly connectionFilePath?: string | undefined
  /** Preset address of the control plane; the connection file's otherwise. */
  readonly address?: string | undefined
  /** Asked for at the start. */
  readonly proxy?: ServiceProxy | undefined
  readonly openDoor: (options: HttpDoorOptions) => HttpDoor
  readonly openBrowser: (address: string) => Promise<boolean>
  readonly now: () => Date
  /** Called between the parts of work on the machine; a test ends the process there. */
  readonly reached?: Reached | undefined
  /** Seconds for the channel to become healthy; as usual when absent. */
  readonly channelSeconds?: number | undefined
  readonly lineAfterRestart: (then: AfterRestart) => string
  readonly goesOnAfterRestart: boolean
}
