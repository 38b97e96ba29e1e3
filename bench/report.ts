/** What a person reads of a run. */
import { wineFigures } from '../tests/windows/figures.ts'
import { type Comparison, type Figure } from './compare.ts'
import { type Kill } from './failover.ts'
import { type HistoryCost } from './history.ts'
import { type LivePage } from './live.ts'
import { type SessionCost } from './sessions.ts'
import { type StartTimes } from './start.ts'
import { type WineTimes } from './wine.ts'

const columns: readonly { readonly figure: Figure; readonly title: string; readonly show: (value: number) => string }[] = [
  { figure: 'stream', title: 'one stream MB/s', show: (value) => (value / 1e6).toFixed(0) },
  { figure: 'streamCpu', title: 'CPU ms/MB', show: (value) => value.toFixed(2) },
  { figure: 'echoP50', title: 'echo p50 ms', show: (value) => value.toFixed(2) },
  { figure: 'echoP99', title: 'p99', show: (value) => value.toFixed(2) },
  { figure: 'echo64Rate', title: 'echo/s at 64', show: (value) => value.toFixed(0) },
  { figure: 'echo64Cpu', title: 'CPU µs/echo', show: (value) => value.toFixed(0) },
  { figure: 'echo64P50', title: 'p50 ms', show: (value) => value.toFixed(1) },
  { figure: 'echo64P99', title: 'p99', show: (value) => value.toFixed(1) },
  { figure: 'open', title: 'open ms', show: (value) => value.toFixed(1) },
]

/** A table with each figure and, in parentheses, its ratio to direct TCP. */
export const printComparison = (comparison: Comparison | undefined): string => {
  if (comparison === undefined) return ''
  const { network, rows, skipped } = comparison
  const direct = rows[0]?.values ?? {}
  const used = columns.filter(({ figure }) => rows.some(({ values }) => values[figure] !== undefined))
  const cell = (value: number | undefined, base: number | undefined, show: (value: number) => string): string => {
    if (value === undefined) return '-'
    return base === undefined ? show(value) : `${show(value)} (${(value / base).toFixed(2)})`
  }
  const lines = [
    ['', ...used.map(({ title }) => title)],
    ...rows.map(({ name, values }) => [name, ...used.map(({ figure, show }) => cell(values[figure], direct[figure], show))]),
  ]
  const widths = lines[0]?.map((_cell, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0))) ?? []
  const table = lines
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
  const notes = [
    ...skipped.map(({ name, why }) => `SKIPPED ${name}: ${why}`),
    ...rows.flatMap(({ name, failures }) => failures.map((failure) => `FAILED ${name}: ${failure}`)),
  ]
  return `\n${network}, ratio to direct TCP in parentheses\n${table}\n${notes.length === 0 ? '' : `${notes.join('\n')}\n`}`
}

const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(0)

export const printSessions = ({ sessions, fresh, used }: SessionCost): string =>
  `\nrelay memory for one of ${sessions} sessions: ${kibibytes(fresh)} KiB fresh, ${kibibytes(used)} KiB after use\n`

export const printKill = ({ what, requests, longestGap, longestGapBefore, retried, lost }: Kill): string =>
  `\n${what} killed under load: longest gap ${longestGap.toFixed(0)} ms (${longestGapBefore.toFixed(0)} ms before the kill), ${retried} of ${requests} retried, ${lost} lost after one retry\n`

export const printStart = ({ bare, firstRow, allLocal, install }: StartTimes): string => {
  const ratio = (milliseconds: number) => `${milliseconds.toFixed(0)} ms (${(milliseconds / bare).toFixed(1)} times node -e 0)`
  const whole = install === undefined ? '' : `, npm start to a connected server ${(install / 1000).toFixed(1)} s`
  return `\ncold start to the first check row ${ratio(firstRow)}, to the last local one ${ratio(allLocal)}${whole}\n`
}

const mebibytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

export const printLive = (page: LivePage): string =>
  `\nlive page, ${page.endpoints} endpoints with ${page.updatesPerSecond} updates a second for ${page.seconds.toFixed(0)} s: ` +
  `${page.framesPerSecond.toFixed(1)} frames a second, 95 % within ${page.frameP95.toFixed(1)} ms, longest ${page.frameMost.toFixed(0)} ms; ` +
  `main thread works ${page.busyPerSecond.toFixed(0)} ms of a second\n` +
  `renderer ${mebibytes(page.rendererBytes)} of its own; heap ${mebibytes(page.heapBegin)}, then ${mebibytes(page.heapEnd)}; ` +
  `after an hour ${mebibytes(page.heapHour)} (extrapolated)\n`

export const printHistory = (history: HistoryCost): string =>
  `\nhistory of ${history.days} days, ${history.observations} observations: at most ${(history.mostBytes / 1000).toFixed(0)} kB on disk, ` +
  `${history.cpuMilliseconds.toFixed(0)} ms of CPU (${(history.share * 100).toFixed(4)} % of a core), summary in ${history.summaryMilliseconds.toFixed(1)} ms\n`

export const printWine = ({ figures }: WineTimes): string =>
  `\nunder Wine, not Windows: ${figures.map(({ name, milliseconds }) => `${wineFigures[name]} ${milliseconds.toFixed(0)} ms`).join('; ')}\n`
