/** Start times of processes on Windows (kernel32). */
import { bind, type Pointer } from './identity/win32.ts'

const openProcess = bind<(access: number, inherit: number, pid: number) => Pointer>(
  'kernel32',
  'void *__stdcall OpenProcess(uint32 access, int inherit, uint32 pid)',
)
const getTimes = bind<(process: bigint, start: Buffer, exit: Buffer, kernel: Buffer, user: Buffer) => number>(
  'kernel32',
  'int __stdcall GetProcessTimes(void *process, void *start, void *exit, void *kernel, void *user)',
)
const closeHandle = bind<(handle: bigint) => number>('kernel32', 'int __stdcall CloseHandle(void *handle)')
const queryLimitedInformation = 0x1000

/** In hundreds of nanoseconds since 1601. Empty for a process that has ended, or whose account this one may not look into. */
export const windowsProcessTimes = (pid: number): string => {
  const handle = openProcess(queryLimitedInformation, 0, pid)
  if (handle === null) return ''
  try {
    const [start, exit] = [Buffer.alloc(8), Buffer.alloc(8)]
    if (getTimes(handle, start, exit, Buffer.alloc(8), Buffer.alloc(8)) === 0) return ''
    // A handle that somebody holds keeps the number of an ended process alive.
    return exit.readBigUInt64LE() === 0n ? start.readBigUInt64LE().toString() : ''
  } finally {
    closeHandle(handle)
  }
}
