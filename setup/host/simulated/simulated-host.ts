/** A simulated server, put together: a working model that set-up reads and changes like a real one. */
import { succeeded, type Result } from '../../../contract/error-codes.ts'
import { type Host, type Reached } from '../host-writer.ts'
import { type ServerProfile } from './model.ts'
import { type ServiceCommand } from './service-process.ts'
import { SimulatedReader } from './simulated-reader.ts'
import { SimulatedServices } from './simulated-services.ts'
import { SimulatedWriter } from './simulated-writer.ts'
import { StateStore } from './state-store.ts'

export interface SimulatedHostOptions {
  readonly profile: ServerProfile
  /** Folder of this server's state; one folder belongs to one profile. Keep it short: sockets in it have at most 107 bytes on Linux. */
  readonly folder: string
  /** What to run on this machine when a service of this name starts, by service name. Others only change state. */
  readonly serviceCommands?: Readonly<Record<string, ServiceCommand>>
  readonly clock?: () => number
  readonly reached?: Reached
}

/** `CW7004` when the folder holds a damaged state or that of another profile, `CW7009` when it cannot be used. */
export const openSimulatedHost = ({
  profile,
  folder,
  serviceCommands = {},
  clock = Date.now,
  reached = () => undefined,
}: SimulatedHostOptions): Result<Host> => {
  const store = new StateStore(folder)
  const opened = store.open(profile)
  if (!opened.ok) return opened
  return succeeded({
    identity: { simulated: true, label: 'Simulated server', profile: profile.name },
    reader: new SimulatedReader(store, clock),
    writer: new SimulatedWriter(store, new SimulatedServices(store, serviceCommands, reached), reached),
  })
}
