/**
 * The consent prompt (`ShellExecuteExW` with the verb `runas`), what kind of token this process has, and which program serves a pipe.
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-shellexecuteexw
 */
import { inout, load, pointer, sizeof, struct } from 'koffi'
import { type ElevationRequest } from '../../../contract/elevation.ts'
import { bind, hasFunction, type Pointer, prepareErrors } from './native.ts'

const lastError = bind<() => number>('kernel32', 'uint32 __stdcall GetLastError()')
const closeHandle = bind<(handle: Pointer) => boolean>('kernel32', 'bool __stdcall CloseHandle(void *handle)')
const currentProcess = bind<() => Pointer>('kernel32', 'void *__stdcall GetCurrentProcess()')
const processId = bind<(handle: Pointer) => number>('kernel32', 'uint32 __stdcall GetProcessId(void *handle)')
const openProcess = bind<(access: number, inherit: boolean, pid: number) => Pointer>(
  'kernel32',
  'void *__stdcall OpenProcess(uint32 access, bool inherit, uint32 pid)',
)
const imageName = bind<(handle: Pointer, flags: number, name: Buffer, size: number[]) => boolean>(
  'kernel32',
  'bool __stdcall QueryFullProcessImageNameW(void *handle, uint32 flags, _Out_ uint8 *name, _Inout_ uint32 *size)',
)
const openProcessToken = bind<(handle: Pointer, access: number, token: Pointer[]) => boolean>(
  'advapi32',
  'bool __stdcall OpenProcessToken(void *handle, uint32 access, _Out_ void **token)',
)
const tokenInformation = bind<(token: Pointer, kind: number, value: number[], size: number, needed: number[]) => boolean>(
  'advapi32',
  'bool __stdcall GetTokenInformation(void *token, uint32 kind, _Out_ uint32 *value, uint32 size, _Out_ uint32 *needed)',
)
const createFile = bind<
  (name: string, access: number, share: number, security: null, disposition: number, flags: number, template: null) => Pointer
>(
  'kernel32',
  'void *__stdcall CreateFileW(str16 name, uint32 access, uint32 share, void *security, uint32 disposition, uint32 flags, void *template)',
)
const pipeServer = bind<(handle: Pointer, pid: number[]) => boolean>(
  'kernel32',
  'bool __stdcall GetNamedPipeServerProcessId(void *handle, _Out_ uint32 *pid)',
)

/** `TokenElevationType`: Windows splits the token of an administrator in a limited and a full one; others have only one. */
const tokenElevationType = 18
const tokenQuery = 8
export type ElevationType = 'onlyOne' | 'full' | 'limited' | 'unknown'
const elevationTypes: Readonly<Record<number, ElevationType>> = { 1: 'onlyOne', 2: 'full', 3: 'limited' }

export const elevationType = (): ElevationType => {
  // Wine calls every process elevated.
  if (hasFunction('ntdll', 'wine_get_version')) return 'unknown'
  prepareErrors()
  const token: Pointer[] = [null]
  if (!openProcessToken(currentProcess(), tokenQuery, token)) return 'unknown'
  const [value, needed] = [[0], [0]]
  const told = tokenInformation(token[0] ?? null, tokenElevationType, value, 4, needed)
  closeHandle(token[0] ?? null)
  return told ? (elevationTypes[value[0] ?? 0] ?? 'unknown') : 'unknown'
}

/** `SEE_MASK_NOCLOSEPROCESS`, `_NOASYNC` and `_FLAG_NO_UI`: returns after the prompt was answered, with the new process; no boxes about errors. */
const withProcess = 0x40 | 0x100 | 0x400
/** `SW_HIDE`. */
const hidden = 0
const forEver = 0xffffffff

export type Elevated =
  { readonly ok: true; readonly pid: number; readonly ended: () => Promise<number> } | { readonly ok: false; readonly error: number }

export const runElevated = ({ program, values, folder, owner }: ElevationRequest, verb = 'runas'): Elevated => {
  prepareErrors()
  const information = struct({
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
  const execute = load('shell32.dll').func('__stdcall', 'ShellExecuteExW', 'bool', [inout(pointer(information))])
  const asked = {
    cbSize: sizeof(information),
    fMask: withProcess,
    hwnd: owner === '0' ? null : BigInt(owner),
    lpVerb: verb,
    lpFile: program,
    lpParameters: values,
    lpDirectory: folder,
    nShow: hidden,
    hProcess: null as Pointer,
  }
  const done: unknown = execute(asked)
  if (done !== true) return { ok: false, error: lastError() }
  const handle = asked.hProcess
  return { ok: true, pid: processId(handle), ended: () => endOf(handle) }
}

const endOf = (handle: Pointer): Promise<number> => {
  const kernel = load('kernel32.dll')
  const wait = kernel.func('uint32 __stdcall WaitForSingleObject(void *handle, uint32 milliseconds)')
  const exitCode = kernel.func('bool __stdcall GetExitCodeProcess(void *handle, _Out_ uint32 *code)')
  return new Promise((resolve) => {
    wait.async(handle, forEver, () => {
      const code = [0]
      exitCode(handle, code)
      closeHandle(handle)
      resolve(code[0] ?? 0)
    })
  })
}

const readAndWrite = 0xc0000000
const openExisting = 3
const queryLimited = 0x1000
const invalidHandle = 0xffffffffffffffffn

const pathOfProcess = (pid: number): string | undefined => {
  const handle = openProcess(queryLimited, false, pid)
  if (handle === null) return undefined
  const [name, size] = [Buffer.alloc(65_536), [32_768]]
  const told = imageName(handle, 0, name, size)
  closeHandle(handle)
  return told ? name.toString('utf16le', 0, 2 * (size[0] ?? 0)) : undefined
}

/** Process and program at the other end of a named pipe. Opens a connection for the question and closes it. */
export const serverOfPipe = (pipe: string): { readonly pid: number; readonly path: string | undefined } | undefined => {
  prepareErrors()
  const handle = createFile(pipe, readAndWrite, 0, null, openExisting, 0, null)
  if (handle === null || BigInt.asUintN(64, handle) === invalidHandle) return undefined
  const pid = [0]
  const told = pipeServer(handle, pid)
  closeHandle(handle)
  return told && pid[0] !== undefined ? { pid: pid[0], path: pathOfProcess(pid[0]) } : undefined
}
