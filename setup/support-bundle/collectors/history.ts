/** What the service remembers of the last month, record by record as it lies in its file: there while the service is away too. */
import { dataFolderFiles } from '../../../contract/local-status-api.ts'
import { productNames } from '../../host/registry-keys.ts'
import { type Collector, files, nothing } from '../collector.ts'

export const history: Collector = {
  name: 'history',
  budget: 5000,
  collect: async ({ reader }) => {
    const path = `${productNames.dataFolder}\\${dataFolderFiles.history}`
    const file = await reader.readFile(path)
    if (file.is === 'absent') return nothing('notInstalled')
    if (file.is === 'unknown') throw new Error(`${path}: ${file.why}`)
    return files({ path: 'history.jsonl', content: Buffer.from(file.value).toString('utf8') })
  },
}
