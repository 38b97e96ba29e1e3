/**
 * What the Service Control Manager is told about a service, in the right order and with honest check-points: they grow when work
 * was done, so that a service that hangs is seen to hang. Pure; numbers are those of winsvc.h.
 */

/** SERVICE_STATUS. */
export interface StatusTold {
  readonly type: number
  readonly state: number
  readonly controls: number
  readonly exitCode: number
  readonly specificExitCode: number
  readonly checkPoint: number
  readonly waitHint: number
}

export const serviceStates = { stopped: 1, startPending: 2, stopPending: 3, running: 4 } as const
export const serviceControls = { stop: 1, interrogate: 4, shutdown: 5, preshutdown: 15 } as const

const ownProcess = 0x10
/** SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN | SERVICE_ACCEPT_PRESHUTDOWN. */
const stopAndShutdowns = 0x1 | 0x4 | 0x100
/** ERROR_SERVICE_SPECIFIC_ERROR: the other number says more. */
const specificError = 1066

export class ServiceState {
  readonly #tell: (status: StatusTold) => void
  #state: number = serviceStates.startPending
  #checkPoint = 0

  constructor(tell: (status: StatusTold) => void) {
    this.#tell = tell
  }

  get isStopped(): boolean {
    return this.#state === serviceStates.stopped
  }

  /** Of starting or stopping. Says nothing while the service runs: it promises no next word then. */
  progress(soon: number): void {
    if (this.#state !== serviceStates.startPending && this.#state !== serviceStates.stopPending) return
    this.#checkPoint += 1
    this.#say(soon)
  }

  running(): void {
    if (this.#state !== serviceStates.startPending) return
    this.#enter(serviceStates.running, 0)
  }

  /** False when it stops already. */
  stopping(soon: number): boolean {
    if (this.#state === serviceStates.stopPending || this.#state === serviceStates.stopped) return false
    this.#checkPoint = 1
    this.#state = serviceStates.stopPending
    this.#say(soon)
    return true
  }

  /** `reason` 0 is a stop as asked for; everything else is shown by Windows as the service-specific error. */
  stopped(reason: number): void {
    if (this.isStopped) return
    this.#enter(serviceStates.stopped, reason)
  }

  #enter(state: number, reason: number): void {
    this.#state = state
    this.#checkPoint = 0
    this.#say(0, reason)
  }

  #say(waitHint: number, reason = 0): void {
    this.#tell({
      type: ownProcess,
      state: this.#state,
      controls: this.#state === serviceStates.running ? stopAndShutdowns : 0,
      exitCode: reason === 0 ? 0 : specificError,
      specificExitCode: reason,
      checkPoint: this.#checkPoint,
      waitHint,
    })
  }
}
