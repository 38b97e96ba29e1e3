import { createContext, useContext, useEffect, useState } from 'react'

/** Where the time comes from: the computer's clock, or a fixed instant in the gallery and in tests. */
export const ClockContext = createContext<() => number>(() => Date.now())

/** Milliseconds since 1970, renewed once a second while `running`; the only thing that moves on a page. */
export function useNow(running: boolean): number {
  const clock = useContext(ClockContext)
  const [now, setNow] = useState(clock)
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(clock()), 1000)
    return () => clearInterval(timer)
  }, [running, clock])
  return now
}

/** Whole seconds from an instant until now; never negative. */
export const secondsSince = (instant: string, now: number): number => Math.max(0, Math.floor((now - Date.parse(instant)) / 1000))

/** Whole seconds from now until an instant; never negative. */
export const secondsUntil = (instant: string, now: number): number => Math.max(0, Math.ceil((Date.parse(instant) - now) / 1000))

/** "8:42", "1:02:03". */
export function clockTime(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
