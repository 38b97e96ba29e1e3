/** Sends the worker's status to the host: soon after a change, not more often than is useful, and now and then anyway for the load. */
export interface StatusReport {
  changed(): void
  stop(): void
}

/** Milliseconds between two reports after changes, and between two without. */
const soonest = 100
const latest = 5_000

export const createStatusReport = (send: () => void): StatusReport => {
  let timer: NodeJS.Timeout | undefined
  const now = () => {
    timer = undefined
    send()
  }
  const regular = setInterval(send, latest)
  return {
    changed: () => {
      timer ??= setTimeout(now, soonest)
    },
    stop: () => {
      clearTimeout(timer)
      clearInterval(regular)
    },
  }
}
