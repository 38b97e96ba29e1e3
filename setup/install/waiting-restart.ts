/**
 * A file that waits for the next start of the server, and set-up that goes on by itself after it. Windows runs a value under `RunOnce`
 * once, when an administrator signs in, and takes it away before it does.
 */
import { failed, type Result, succeeded } from '../../contract/error-codes.ts'
import { type WaitingRestart } from '../../contract/install-plan.ts'
import { type HostReader } from '../host/host-reader.ts'
import { type Host } from '../host/host-writer.ts'
import { registryKeys } from '../host/registry-keys.ts'

const name = 'CausewaySetup'
const where = `${registryKeys.runOnce}\\${name}`
/** What Windows runs from that key at all. https://learn.microsoft.com/windows/win32/setupapi/run-and-runonce-registry-keys */
const longestLine = 260

const standing = async (reader: HostReader): Promise<string | undefined> => {
  const found = await reader.registryValue(registryKeys.runOnce, name)
  return found.is === 'known' && found.value.type === 'string' ? found.value.value : undefined
}

/** Absent where the server has started since and has put the file in its place. */
export const findWaitingRestart = async (
  reader: HostReader,
  wanted: Pick<WaitingRestart, 'file' | 'then' | 'line'>,
): Promise<WaitingRestart | undefined> => {
  const { fileRenames } = await reader.section('pendingRestart', AbortSignal.timeout(5000))
  const file = wanted.file.toLowerCase()
  // What cannot be read may well wait.
  const waits =
    fileRenames.is === 'unknown' || (fileRenames.is === 'known' && fileRenames.value.some((to) => to.toLowerCase().endsWith(file)))
  return waits ? { ...wanted, where, agreed: (await standing(reader)) === wanted.line } : undefined
}

/** `undefined`: it does not. Succeeds only when the registry reads so afterwards. */
export const goOnAfterRestart = async ({ reader, writer }: Host, line: string | undefined): Promise<Result<undefined>> => {
  if (line !== undefined && line.length > longestLine)
    return failed('CW3011', { what: where, reason: `Windows runs at most ${longestLine} characters from there` }, line)
  const changed =
    line === undefined
      ? await writer.deleteRegistryValue(registryKeys.runOnce, name)
      : await writer.setRegistryValue(registryKeys.runOnce, name, { type: 'string', value: line })
  if (!changed.ok) return changed
  return (await standing(reader)) === line
    ? succeeded(undefined)
    : failed('CW3011', { what: where, reason: 'it reads otherwise than it was written' })
}
