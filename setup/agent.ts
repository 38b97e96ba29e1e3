#!/usr/bin/env node
/** The setup agent: the engine behind JSON-RPC on a pipe that the window made. Started elevated, it dials back. Only wires. */
import { readFileSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { type ConnectionFile } from '../contract/connection-file.ts'
import { failed, type Result, succeeded } from '../contract/error-codes.ts'
import { takeOutSecrets } from '../contract/secret-scan.ts'
import { AgentInvitation } from '../contract/wizard-api.ts'
import { dialWindow } from './agent-connection.ts'
import { assemble, type AssemblyOptions } from './assembly.ts'
import { readConnectionFile } from './input-file.ts'

type Options = Omit<AssemblyOptions, 'openBrowser' | 'surface' | 'proxy'>

const refusal = (argument: string, reason: string) => failed('CW7008', { argument, reason })

const readInvitation = async (where: string): Promise<Result<AgentInvitation>> => {
  try {
    const text = where === '-' ? await readAll(process.stdin) : readFileSync(where, 'utf8')
    // Elevated starts have no standard input; the file with the token is gone before anything else happens.
    if (where !== '-') rmSync(where, { force: true })
    const parsed = AgentInvitation.safeParse(JSON.parse(text.slice(0, 4096).split('\n')[0] ?? ''))
    return parsed.success ? succeeded(parsed.data) : refusal('--invitation', 'is not an invitation')
  } catch {
    return refusal('--invitation', 'cannot be read')
  }
}

const readOptions = (): Result<{ invitation: string; options: Options }> => {
  let values
  try {
    const text = { type: 'string' } as const
    values = parseArgs({ options: { invitation: text, server: text, 'connection-file': text, state: text, address: text } }).values
  } catch (error) {
    return refusal('', error instanceof Error ? error.message : String(error))
  }
  if (values.invitation === undefined) return refusal('--invitation', 'is needed')
  let connectionFile: ConnectionFile | undefined
  if (values['connection-file'] !== undefined) {
    const read = readConnectionFile(values['connection-file'])
    if (!read.ok) return read
    connectionFile = read.value
  }
  const options = {
    server: values.server,
    stateFolder: values.state,
    connectionFile,
    connectionFilePath: values['connection-file'],
    address: values.address,
  }
  return succeeded({ invitation: values.invitation, options })
}

/** An elevated agent obeys only the window it was installed with: whose pipe it is, is asked before anything is said on it. */
const strangerOn = async (pipe: string): Promise<string | undefined> => {
  if (process.platform !== 'win32') return undefined
  const { serverOfPipe } = await import('./host/windows/elevation.ts')
  const window = resolve(import.meta.dirname, '..', '..', 'Causeway.exe')
  const found = serverOfPipe(pipe)?.path
  return found?.toLowerCase() === window.toLowerCase() ? undefined : `is not from ${window} but from ${found ?? 'an unknown program'}`
}

const main = async (): Promise<Result<undefined>> => {
  const read = readOptions()
  if (!read.ok) return read
  const invitation = await readInvitation(read.value.invitation)
  if (!invitation.ok) return invitation
  const stranger = read.value.invitation === '-' ? undefined : await strangerOn(invitation.value.pipe)
  if (stranger !== undefined) return refusal('--invitation', stranger)
  // The window opens addresses itself, as the person who is signed in to Windows and not as the administrator.
  const assembled = await assemble({ ...read.value.options, surface: 'window', openBrowser: async () => false })
  if (!assembled.ok) return assembled
  const { engine } = assembled.value
  const connection = await dialWindow(invitation.value, engine)
  if (!connection.ok) return connection
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => connection.value.hangUp())
  await connection.value.ended
  await assembled.value.close()
  return succeeded(undefined)
}

const ended = await main().catch((error: unknown) => failed('CW9001', { reason: String(error), details: '' }))
if (!ended.ok) {
  const { code, values, detail } = ended.failure
  process.stderr.write(takeOutSecrets(`${code} ${JSON.stringify(values)} ${detail ?? ''}\n`).text)
}
process.exit(ended.ok ? 0 : 1)
