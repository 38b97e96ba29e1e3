/** The Windows machine that set-up runs on. Loaded only there: its readers need Windows' own libraries. */
import { type Host } from '../host-writer.ts'
import { WindowsReader } from './windows-reader.ts'
import { changesRefused, windowsWriter } from './windows-writer.ts'

export const openWindowsHost = (nativeCall: string): Host => ({
  identity: { simulated: false, label: 'Windows' },
  reader: new WindowsReader(nativeCall),
  writer: windowsWriter,
  changesRefused,
})
