/**
 * How long a test waits for a condition. Only a failure takes as long: how fast something is, is measured in `bench/`, and a
 * busy machine is no failure. vitest's own second is too short where a program has to start first.
 */
import { vi } from 'vitest'

/** Milliseconds; less than any test may take, so that what was waited for is said. */
export const patience = 45_000

const { waitFor } = vi
// Files that share their modules run this once each; the first time is enough.
if (!('isPatient' in waitFor))
  vi.waitFor = Object.assign(
    ((callback, options) =>
      waitFor(callback, { timeout: patience, ...(typeof options === 'number' ? { timeout: options } : options) })) satisfies typeof waitFor,
    { isPatient: true },
  )
