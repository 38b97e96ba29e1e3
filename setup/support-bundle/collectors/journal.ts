/** What set-up changed on this server and which fixes it made: its two journals, line by line. */
import { dirname, join } from 'node:path'
import { dataFolderFiles } from '../../../contract/local-status-api.ts'
import { type Collector, files, nothing } from '../collector.ts'
import { readTail } from '../tail.ts'

export const journal: Collector = {
  name: 'journal',
  budget: 5000,
  collect: async ({ journalPath }) => {
    const found = [
      { path: 'journal.jsonl', file: journalPath },
      { path: 'fixes.jsonl', file: join(dirname(journalPath), dataFolderFiles.fixes) },
    ].flatMap(({ path, file }) => {
      const content = readTail(file)
      return content === undefined ? [] : [{ path, content }]
    })
    return found.length === 0 ? nothing('nothingChanged') : files(...found)
  },
}
