/**
 * Starting the setup agent elevated, once, through Windows' consent prompt. Chromium itself never runs elevated.
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-shellexecuteexw
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AgentProgram, type AgentStarter } from './agent-start.ts'

/** `SEE_MASK_NOASYNC`: the call returns after the prompt was answered. */
const answerFirst = 0x100
/** `SW_HIDE`. */
const hidden = 0
/** `ERROR_CANCELLED`: the person said no. */
const cancelled = 1223

/** `ShellExecuteExW` with the verb `runas`. Resolves with 0 or the error number of the system. */
export type RunElevated = (program: string, values: string, folder: string) => Promise<number>

/** The real one, through the library koffi, which is loaded only here. */
export const windowsRunElevated: RunElevated = async (program, values, folder) => {
  const { default: koffi } = await import('koffi')
  const shell = koffi.load('shell32.dll')
  const information = koffi.struct('SHELLEXECUTEINFOW', {
    cbSize: 'uint32',
    fMask: 'uint32',
    hwnd: 'void *',
    lpVerb: 'str16',
    lpFile: 'str16',
    lpParameters: 'str16',
    lpDirectory: 'str16',
    nShow: 'int',
    hInstApp: 'void *',
    lpIDList: 'void *',
    lpClass: 'str16',
    hkeyClass: 'void *',
    dwHotKey: 'uint32',
    hIcon: 'void *',
    hProcess: 'void *',
  })
  const execute = shell.func('__stdcall', 'ShellExecuteExW', 'bool', [koffi.inout(koffi.pointer(information))])
  const lastError = koffi.load('kernel32.dll').func('__stdcall', 'GetLastError', 'uint32', [])
  const done = execute({
    cbSize: koffi.sizeof(information),
    fMask: answerFirst,
    lpVerb: 'runas',
    lpFile: program,
    lpParameters: values,
    lpDirectory: folder,
    nShow: hidden,
  }) as boolean
  return done ? 0 : (lastError() as number)
}

/** One value as `CommandLineToArgvW` reads it back. */
export const quoted = (value: string): string =>
  /^[\w.:\\/@-]+$/.test(value) ? value : `"${value.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`

/**
 * An elevated start has no standard input, so the invitation lies in a file of the person's own temporary folder, which the
 * agent deletes after reading. It is deleted here too when the person refuses.
 */
export const startElevated =
  ({ node, script, values }: AgentProgram, run: RunElevated = windowsRunElevated): AgentStarter =>
  async (invitation) => {
    const folder = await mkdtemp(join(tmpdir(), 'causeway-'))
    const file = join(folder, `${randomBytes(8).toString('hex')}.json`)
    await writeFile(file, JSON.stringify(invitation), { mode: 0o600, flag: 'wx' })
    const forget = (): Promise<void> => rm(folder, { recursive: true, force: true })
    const code = await run(node, [script, '--invitation', file, ...values].map(quoted).join(' '), join(script, '..'))
    if (code === 0) return { is: 'started', agent: { ended: new Promise(() => undefined), stop: () => void forget() } }
    await forget()
    return code === cancelled ? { is: 'consentRefused' } : { is: 'failed', why: `the system refused to start it elevated (error ${code})` }
  }
