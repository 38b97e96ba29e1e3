/** How much a proxy configuration script may take. */
export const scriptLimits = {
  characters: 1024 * 1024,
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  /** Milliseconds of running, all runs for one address together. */
  running: 500,
  /** Milliseconds for the thread, with its start and name resolution. */
  thread: 8000,
  /** How many names a script may ask for. */
  names: 12,
  answerCharacters: 2000,
} as const
