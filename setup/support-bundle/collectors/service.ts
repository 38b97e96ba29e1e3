/** The connector service: how it is registered, and what it says of itself. */
import { productNames } from '../../host/registry-keys.ts'
import { type Collector, files, nothing } from '../collector.ts'

export const service: Collector = {
  name: 'service',
  budget: 10_000,
  collect: async ({ reader, service: door, signal }) => {
    const registered = await reader.service(productNames.service)
    if (registered.is === 'absent') return nothing('notInstalled')
    const status = await door.status(signal)
    return files({
      path: 'service.json',
      content: { schema: 'causeway.service-view/1', registered, status: status.ok ? status.value : status.failure },
    })
  },
}
