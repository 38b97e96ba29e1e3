// Runs on node.exe: starts node.exe again with a token whose administrators' group only denies, as UAC's filtered token does.
// without-administrators.mjs <file for the output> <script> [argument ...]
import koffi from 'koffi'

const advapi32 = koffi.load('advapi32.dll')
const kernel32 = koffi.load('kernel32.dll')
koffi.struct('SID_AND_ATTRIBUTES', { sid: 'void *', attributes: 'uint32' })
koffi.struct('STARTUPINFOW', {
  size: 'uint32',
  reserved: 'void *',
  desktop: 'void *',
  title: 'void *',
  numbers: koffi.array('uint32', 7),
  flags: 'uint32',
  show: 'uint16',
  reservedSize: 'uint16',
  reserved2: 'void *',
  input: 'void *',
  output: 'void *',
  errors: 'void *',
})
koffi.struct('PROCESS_INFORMATION', { process: 'void *', thread: 'void *', pid: 'uint32', tid: 'uint32' })
koffi.struct('SECURITY_ATTRIBUTES', { size: 'uint32', descriptor: 'void *', inherit: 'int' })

const openToken = advapi32.func('int __stdcall OpenProcessToken(void *process, uint32 access, _Out_ void **token)')
const wellKnownSid = advapi32.func('int __stdcall CreateWellKnownSid(int kind, void *domain, void *sid, _Inout_ uint32 *size)')
const restrict = advapi32.func(
  'int __stdcall CreateRestrictedToken(void *token, uint32 flags, uint32 n, SID_AND_ATTRIBUTES *sids, uint32 p, void *privileges, uint32 r, void *restricting, _Out_ void **out)',
)
const createFile = kernel32.func(
  'void *__stdcall CreateFileW(str16 name, uint32 access, uint32 share, SECURITY_ATTRIBUTES *security, uint32 how, uint32 flags, void *template)',
)
const createProcess = advapi32.func(
  'int __stdcall CreateProcessAsUserW(void *token, str16 program, void *command, void *a, void *b, int inherit, uint32 flags, void *environment, str16 folder, STARTUPINFOW *start, _Out_ PROCESS_INFORMATION *out)',
)
const wait = kernel32.func('uint32 __stdcall WaitForSingleObject(void *handle, uint32 milliseconds)')
const exitCodeOf = kernel32.func('int __stdcall GetExitCodeProcess(void *process, _Out_ uint32 *code)')

const [file, ...rest] = process.argv.slice(2)
const [token, filtered, sid] = [[null], [null], Buffer.alloc(68)]
if (!openToken(0xffffffffffffffffn, 0xf01ff, token) || !wellKnownSid(26, null, sid, [68])) process.exit(101)
if (!restrict(token[0], 1, 1, [{ sid, attributes: 0 }], 0, null, 0, null, filtered)) process.exit(102)
const output = createFile(file, 0x40000000, 3, { size: 24, descriptor: null, inherit: 1 }, 2, 0x80, null)
const command = Buffer.from(`${[process.execPath, ...rest].map((word) => `"${word}"`).join(' ')}\0`, 'utf16le')
const start = { size: 104, numbers: [0, 0, 0, 0, 0, 0, 0], flags: 0x100, output, errors: output }
const started = {}
if (!createProcess(filtered[0], null, command, null, null, 1, 0, null, null, start, started)) process.exit(103)
const code = [0]
process.exit(wait(started.process, 60_000) === 0 && exitCodeOf(started.process, code) ? code[0] : 104)
