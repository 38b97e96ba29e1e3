/** The Windows machine that set-up runs on. Loaded only there: its readers need Windows' own libraries. */
import { type Host, type Reached } from '../host-writer.ts'
import { WindowsReader } from './windows-reader.ts'
import { WindowsWriter } from './windows-writer.ts'

export const openWindowsHost = (nativeCall: string, reached?: Reached): Host => ({
  identity: { simulated: false, label: 'Windows' },
  reader: new WindowsReader(nativeCall),
  writer: new WindowsWriter(reached),
})
