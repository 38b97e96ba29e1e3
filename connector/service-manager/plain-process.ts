/** A service that is a plain process: SIGTERM and SIGINT stop it, its exit code is its last word. */
import { type ServiceManager } from './service-manager.ts'

export const plainProcess = (): ServiceManager => ({
  progress: () => undefined,
  running: () => undefined,
  onStop: (stop) => {
    let asked = false
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (asked) return
        asked = true
        stop(signal)
      })
    }
    // The terminal went away; a service goes on.
    process.on('SIGHUP', () => undefined)
  },
  stopped: (exitCode) => process.exit(exitCode),
})
