/**
 * The program of the connector service. The worker takes as long to load as the service itself, so it is started first of all; the
 * service loads meanwhile, and tells the worker to begin when it holds the data folder.
 */
import { loadWorker } from './worker-process.ts'

// Not for `--help` and the like.
if (process.argv.some((word) => word.startsWith('--data'))) loadWorker()
await import('./service.ts')
