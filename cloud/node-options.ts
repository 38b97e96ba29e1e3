/**
 * How Node.js runs the control plane, because other people's bytes pass through it.
 *
 * Pieces of data lie outside V8's heap. V8 collects its whole heap whenever 64 MiB of them have come since the last time, or fewer
 * when it was idle before: three to five times a second at 200 MB/s, each time through everything that the database holds. So they
 * are counted with the heap, as later versions of V8 do by themselves, and its young part is small: they go with it, soon and
 * cheaply, and a relay does not grow with its traffic (docs/performance.md).
 */
export const nodeOptions: readonly string[] = ['--external-memory-accounted-in-global-limit', '--max-semi-space-size=2']
