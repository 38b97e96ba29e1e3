/**
 * Time limits of probes, milliseconds. Layers stop at the first that fails, so one of these at most is waited for in full, and
 * any verdict is there within ten seconds. A SYN that is lost twice is sent again after 1 and 3 s (RFC 6298).
 */
export const limits = { name: 3000, tcp: 4000, tunnel: 5000, tls: 5000, http: 5000 } as const

/** The caller's signal, or the limit of this probe, whichever comes first. */
export const within = (signal: AbortSignal, milliseconds: number): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(milliseconds)])

/** Rejects as soon as `signal` fires; what goes on behind is no longer waited for, and its end, good or bad, is nobody's. */
export const abandonedBy = <T>(signal: AbortSignal, work: Promise<T>): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  })

/** Code of a system error ("ECONNREFUSED"), or its message. */
export const codeOf = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  return typeof code === 'string' ? code : (message ?? String(error))
}

export const elapsedSince = (began: number): number => Math.round((performance.now() - began) * 10) / 10
