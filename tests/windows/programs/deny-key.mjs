// Runs on node.exe: takes from everybody, or gives back, the right to read a key below HKLM. deny-key.mjs <key> deny|allow
import koffi from 'koffi'

const advapi32 = koffi.load('advapi32.dll')
const convert = advapi32.func(
  'int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32 revision, _Out_ void **out, void *size)',
)
const open = advapi32.func('long __stdcall RegOpenKeyExW(void *root, str16 path, uint32 options, uint32 access, _Out_ void **out)')
const setSecurity = advapi32.func('long __stdcall RegSetKeySecurity(void *key, uint32 what, void *descriptor)')

const [, , path, what] = process.argv
const [descriptor, key] = [[null], [null]]
if (convert(what === 'deny' ? 'D:P(D;;KR;;;WD)' : 'D:P(A;;KA;;;WD)', 1, descriptor, null) === 0) process.exit(2)
// WRITE_DAC only: what was denied before must not stand in the way of giving it back.
const opened = open(0xffffffff80000002n, path, 0, 0x40000 | 0x100, key)
if (opened !== 0) process.exit(3)
process.exit(setSecurity(key[0], 4, descriptor[0]) === 0 ? 0 : 4)
