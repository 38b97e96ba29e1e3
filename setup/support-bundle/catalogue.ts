/** Every collector of the support bundle but the summary, which is made of what the others found. */
import { type Collector } from './collector.ts'
import { checks } from './collectors/checks.ts'
import { configuration } from './collectors/configuration.ts'
import { connectivity } from './collectors/connectivity.ts'
import { eventLog } from './collectors/event-log.ts'
import { history } from './collectors/history.ts'
import { host } from './collectors/host.ts'
import { journal } from './collectors/journal.ts'
import { serviceLog, setupLog } from './collectors/logs.ts'
import { network } from './collectors/network.ts'
import { service } from './collectors/service.ts'
import { versions } from './collectors/versions.ts'

/** In the order of the bundle. */
export const allCollectors: readonly Collector[] = [
  checks,
  connectivity,
  service,
  history,
  configuration,
  journal,
  host,
  network,
  versions,
  setupLog,
  serviceLog,
  eventLog,
]
