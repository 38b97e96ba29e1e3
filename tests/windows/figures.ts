/** What tests under Wine measure beside what they prove. Never figures of Windows. */
import { appendFileSync } from 'node:fs'
import { z } from 'zod'

export const wineFigures = {
  win32Facts: 'facts of Win32 and the registry',
  allFacts: 'all facts',
  serviceHealthy: 'service start to healthy channel',
  silentInstallation: 'silent installation, checks and echo included',
} as const

/** A line of the file that `CAUSEWAY_FIGURES` names. */
export const WineFigure = z.object({
  name: z.enum(Object.keys(wineFigures) as [keyof typeof wineFigures, ...(keyof typeof wineFigures)[]]),
  milliseconds: z.number(),
})
export type WineFigure = z.infer<typeof WineFigure>

/** Told to whoever looks on, and written down for `npm run bench`. */
export const tellFigure = (name: WineFigure['name'], milliseconds: number): void => {
  process.stdout.write(`      ${wineFigures[name]}: ${Math.round(milliseconds)} ms (Wine, not Windows)\n`)
  const file = process.env['CAUSEWAY_FIGURES']
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ name, milliseconds } satisfies WineFigure)}\n`)
}
