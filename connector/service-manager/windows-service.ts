/**
 * A service of the Service Control Manager (advapi32), answered from JavaScript. Windows calls from threads of its own and waits
 * until this process' one thread has answered: that thread must stay idle, which is why the host does no work.
 */
import { pointer, proto, register, struct } from 'koffi'
import { serviceName } from '../../contract/service-definition.ts'
import { bind, bindWaiting, demandTrue, type Pointer, prepareErrors } from '../identity/win32.ts'
import { type ServiceManager } from './service-manager.ts'
import { serviceControls, ServiceState, type StatusTold } from './service-state.ts'

const serviceMain = proto('void __stdcall CAUSEWAY_SERVICE_MAIN(uint32 count, void *words)')
const handlerEx = proto('uint32 __stdcall CAUSEWAY_SERVICE_HANDLER(uint32 control, uint32 event, void *data, void *context)')
const consoleHandler = proto('int __stdcall CAUSEWAY_CONSOLE_HANDLER(uint32 event)')
struct('CAUSEWAY_SERVICE_ENTRY', { name: 'str16', main: pointer(serviceMain) })
struct('CAUSEWAY_SERVICE_STATUS', {
  type: 'uint32',
  state: 'uint32',
  controls: 'uint32',
  exitCode: 'uint32',
  specificExitCode: 'uint32',
  checkPoint: 'uint32',
  waitHint: 'uint32',
})

interface Entry {
  readonly name: string | null
  readonly main: bigint | null
}
const registerHandler = bind<(name: string, handler: bigint, context: null) => Pointer>(
  'advapi32',
  'void *__stdcall RegisterServiceCtrlHandlerExW(str16 name, CAUSEWAY_SERVICE_HANDLER *handler, void *context)',
)
const setServiceStatus = bind<(handle: bigint, status: StatusTold) => number>(
  'advapi32',
  'int __stdcall SetServiceStatus(void *handle, const CAUSEWAY_SERVICE_STATUS *status)',
)
const setConsoleHandler = bind<(handler: bigint, add: number) => number>(
  'kernel32',
  'int __stdcall SetConsoleCtrlHandler(CAUSEWAY_CONSOLE_HANDLER *handler, int add)',
)
const terminateProcess = bind<(process: bigint, code: number) => number>(
  'kernel32',
  'int __stdcall TerminateProcess(void *process, uint32 code)',
)
/** Blocks its thread until the service has stopped; answers 0 at once in a process that the manager did not start. */
const dispatch = bindWaiting('advapi32', 'int __stdcall StartServiceCtrlDispatcherW(CAUSEWAY_SERVICE_ENTRY *entries)')

/** Milliseconds until the next word while it stops: what the supervisor allows the worker, and a little. */
const stopHint = 15_000
const startHint = 15_000
/** Milliseconds after the last word until a process that Windows still holds ends itself. */
const lastMoment = 3_000
const thisProcess = 0xffffffffffffffffn
const [logOff, shutdown] = [5, 6]
const [understood, notImplemented] = [0, 120]

const whyStopped: Readonly<Record<number, string>> = {
  [serviceControls.stop]: 'stop',
  [serviceControls.shutdown]: 'shutdown',
  [serviceControls.preshutdown]: 'preshutdown',
}

/** A person who signs out ends all programs that have a console, services too, unless they say that they go on. */
export const goOnWhenPeopleSignOut = (): void => {
  const handler = register((event: number) => (event === logOff || event === shutdown ? 1 : 0), pointer(consoleHandler))
  setConsoleHandler(handler, 1)
}

/** Undefined in a process that the Service Control Manager did not start. */
export const openWindowsService = (): Promise<ServiceManager | undefined> =>
  new Promise((resolve, reject) => {
    prepareErrors()
    const ending = { code: 0 }
    const main = register(() => {
      try {
        goOnWhenPeopleSignOut()
        resolve(serviceOf(ending))
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    }, pointer(serviceMain))
    const entries: readonly Entry[] = [
      { name: serviceName, main },
      { name: null, main: null },
    ]
    dispatch(entries).then((worked) => {
      if (worked === 0) resolve(undefined)
      else process.exit(ending.code)
    }, reject)
  })

/** Runs on the thread of ServiceMain, which the manager waits for: registers, says "starting" and returns. */
const serviceOf = (ending: { code: number }): ServiceManager => {
  const asked: { why?: string; stop?: (why: string) => void } = {}
  const begin = () => {
    const { why, stop } = asked
    if (why === undefined || stop === undefined) return
    delete asked.stop
    stop(why)
  }
  const handler = register((control: number) => {
    if (control === serviceControls.interrogate) return understood
    const why = whyStopped[control]
    if (why === undefined) return notImplemented
    if (state.stopping(stopHint)) {
      asked.why = why
      // The manager waits for this answer, and the work begins after it.
      setImmediate(begin)
    }
    return understood
  }, pointer(handlerEx))
  const handle = registerHandler(serviceName, handler, null)
  demandTrue(handle, 'RegisterServiceCtrlHandlerEx')
  const state = new ServiceState((status) => {
    if (handle !== null) demandTrue(setServiceStatus(handle, status), 'SetServiceStatus')
  })
  state.progress(startHint)
  return {
    progress: (soon) => state.progress(soon),
    running: () => state.running(),
    onStop: (stop) => {
      asked.stop = stop
      begin()
    },
    stopped: (exitCode, reason) => {
      ending.code = exitCode
      setTimeout(() => terminateProcess(thisProcess, exitCode), lastMoment)
      // The dispatcher returns after this, and the process ends there.
      state.stopped(reason)
    },
  }
}
