/** What starts and stops the service: the Service Control Manager on Windows, a signal to a plain process elsewhere. */
export interface ServiceManager {
  /** A step of starting or stopping is done; the next word comes within `soon` milliseconds. Called for progress only, never by the clock. */
  progress(soon: number): void
  /** Tells that the service works. */
  running(): void
  /** Calls back once when the service is to stop. */
  onStop(stop: (why: string) => void): void
  /** Tells that the service has stopped; the process may end. `reason` is the number of an error code (4001 of CW4001), 0 for none. */
  stopped(exitCode: number, reason: number): void
}
