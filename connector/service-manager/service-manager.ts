/** What starts and stops the service: the Service Control Manager on Windows, a signal to a plain process elsewhere. */
export interface ServiceManager {
  /** Tells that the service works. */
  running(): void
  /** Calls back once when the service is to stop. */
  onStop(stop: (why: string) => void): void
  /** Tells that the service has stopped; the process may end. */
  stopped(exitCode: number): void
}
