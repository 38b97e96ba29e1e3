/** The logs of set-up and of the service with their older files, oldest first, so that each reads as one. */
import { type LogSource } from '../../../contract/log-entry.ts'
import { logFilesOf } from '../../logs/log-files.ts'
import { type Collector, files, nothing } from '../collector.ts'
import { readTail } from '../tail.ts'

const logsOf = (name: 'setupLog' | 'serviceLog', source: LogSource, path: string): Collector => ({
  name,
  budget: 10_000,
  collect: async ({ reader, stateFolder }) => {
    const parts = logFilesOf(source, { reader, stateFolder })
      .map((file) => readTail(file))
      .filter((part) => part !== undefined && part !== '')
    return parts.length === 0 ? nothing('nothingYet') : files({ path, content: parts.toReversed().join('') })
  },
})

export const setupLog = logsOf('setupLog', 'setup', 'logs/setup.log')
export const serviceLog = logsOf('serviceLog', 'service', 'logs/service.log')
