/** Numbers and command lines of services as Windows keeps them (winsvc.h). */
import { type Service, type ServiceStart } from '../fact-sections.ts'

const states: Readonly<Record<number, Service['state']>> = {
  1: 'stopped',
  2: 'starting',
  3: 'stopping',
  4: 'running',
  5: 'starting',
  6: 'stopping',
  7: 'paused',
}

/** Throws for a number that winsvc.h does not know. */
export const serviceState = (number: number): Service['state'] => {
  const state = states[number]
  if (state === undefined) throw new Error(`service state ${number}`)
  return state
}

/** SERVICE_AUTO_START 2, SERVICE_DEMAND_START 3, SERVICE_DISABLED 4. Throws for anything else. */
export const serviceStart = (number: number, delayed: boolean): ServiceStart => {
  const start = ({ 2: delayed ? 'delayedAutomatic' : 'automatic', 3: 'manual', 4: 'disabled' } as const)[number]
  if (start === undefined) throw new Error(`service start ${number}`)
  return start
}

/** Program and arguments of a command line, by the rule of `CommandLineToArgvW` for quotes and backslashes. At most 64. */
export const commandOf = (line: string): string[] => {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:"(?:\\.|[^"\\])*(?:"|$)|[^\s"])+/g)) {
    const bare = word.replace(/\\"/g, '\0').replaceAll('"', '').replaceAll('\0', '"')
    words.push(bare.slice(0, 4096))
  }
  return words.slice(0, 64)
}

/** The line that `CommandLineToArgvW` takes apart into these words. The program is always quoted: no shorter path can slip in. */
export const commandLineOf = (words: readonly string[]): string =>
  words
    .map((word, index) =>
      index > 0 && /^[^\s"]+$/.test(word) ? word : `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`,
    )
    .join(' ')
