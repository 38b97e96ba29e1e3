/** Runs on node.exe: asks for the right to log on as a service for the account of the connector, and prints what the machine answers. */
import { stdout } from 'node:process'
import { serviceSid } from '../../../connector/identity/service-sid.ts'
import { sidText, withSid } from '../../../connector/identity/windows-access.ts'
import { productNames } from '../../../setup/host/registry-keys.ts'
import { WindowsWriter } from '../../../setup/host/windows/windows-writer.ts'

const account = serviceSid(productNames.service)
const granted = await new WindowsWriter().grantRight(account, 'SeServiceLogonRight')
stdout.write(JSON.stringify({ account, converted: withSid(account, sidText), granted }))
