/** Runs on node.exe: applies the settings of the connector service and prints what the machine answers. */
import { stdout } from 'node:process'
import { connectorService } from '../../../contract/service-definition.ts'
import { WindowsWriter } from '../../../setup/host/windows/windows-writer.ts'

stdout.write(JSON.stringify(await new WindowsWriter().applyServiceSettings(connectorService)))
