// Runs on node.exe: holds a service or a file open, as another program would, until the file `release` is there.
// hold.mjs service|file <name or path> <file made when it is held> <file that ends it>
import koffi from 'koffi'
import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const advapi32 = koffi.load('advapi32.dll')
const kernel32 = koffi.load('kernel32.dll')
const openManager = advapi32.func('void *__stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)')
const openService = advapi32.func('void *__stdcall OpenServiceW(void *manager, str16 name, uint32 access)')
const createFile = kernel32.func(
  'intptr __stdcall CreateFileW(str16 name, uint32 access, uint32 share, void *security, uint32 how, uint32 flags, void *template)',
)

const [, , kind, name, held, release] = process.argv
// A file is opened for reading and shared with nobody, as a virus scanner does.
const handle = kind === 'service' ? openService(openManager(null, null, 1), name, 1) : createFile(name, 0x80000000, 0, null, 3, 0x80, null)
if (handle === null || handle === -1) process.exit(2)
writeFileSync(held, '')
while (!existsSync(release)) await pause(50)
