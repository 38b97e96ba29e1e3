/** The connector's labels. They are kept in the cloud, and only the installed service has the key to read and change them there. */
import { type ConnectorLabelsReply } from '../../contract/control-plane-api.ts'
import { type Label } from '../../contract/enrollment.ts'
import { failed, type Result } from '../../contract/error-codes.ts'
import { serviceName } from '../../contract/service-definition.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type ConnectorServiceDoor } from '../service/door.ts'

export interface LabelsDependencies {
  readonly reader: Pick<HostReader, 'service'>
  readonly installed: () => boolean
  readonly service: Pick<ConnectorServiceDoor, 'labels' | 'changeLabels'>
}

type Answer = Promise<Result<ConnectorLabelsReply>>

export class LabelsSlice {
  readonly #dependencies: LabelsDependencies

  constructor(dependencies: LabelsDependencies) {
    this.#dependencies = dependencies
  }

  /** `CW3009` where nothing is installed, `CW3024` while the service does not run, else what service or control plane say. */
  read(): Answer {
    return this.#ask((door) => door.labels(new AbortController().signal))
  }

  change(labels: Label[]): Answer {
    return this.#ask((door) => door.changeLabels(labels, new AbortController().signal))
  }

  async #ask(question: (door: LabelsDependencies['service']) => Answer): Answer {
    const { reader, installed, service } = this.#dependencies
    if (!installed()) return failed('CW3009')
    const found = await reader.service(serviceName)
    // What cannot be found out about the service is for the service itself to answer.
    if (found.is === 'absent' || (found.is === 'known' && found.value.state !== 'running' && found.value.state !== 'starting'))
      return failed('CW3024')
    return question(service)
  }
}
