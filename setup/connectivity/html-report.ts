/**
 * The connectivity report as one page of HTML to send to somebody: no script, nothing to load, every value escaped. Pure.
 * The page's own policy forbids what it does not need, should a value ever slip through.
 */
import { type ConnectivityReport, type LayerRow } from '../../contract/connectivity.ts'
import { type MessageValues } from '../../contract/error-codes.ts'
import { differenceText } from '../../contract/wording/difference-text.ts'
import { format, megabits, milliseconds, time } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { diagnosisLine, furtherLines, printable, wordingOf } from '../commands/output.ts'

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escaped = (text: string): string => printable(text).replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)

const style = `
:root{color-scheme:light dark;font:14px/1.45 "Segoe UI","Microsoft YaHei UI",sans-serif}
body{max-width:960px;margin:24px auto;padding:0 16px}
h1{font-size:24px;margin:0 0 4px}h2{font-size:16px;margin:24px 0 8px}
.says{border:1px solid;border-radius:6px;padding:12px 16px;font-size:16px;font-weight:600}
.working{border-color:#0e700e}.notWorking{border-color:#b10e1c;border-width:2px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-top:1px solid #8888}
td.n{text-align:right;white-space:nowrap}.quiet{opacity:.75}code{font-family:"Cascadia Mono",Consolas,monospace}
ol{padding-left:20px}svg{width:100%;height:90px}polyline{fill:none;stroke:currentColor;stroke-width:1.5}.lost{stroke:#b10e1c;stroke-width:3}
`

const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead><tr>${headings.map((heading) => `<th scope="col">${escaped(heading)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`

/** The round trips as a line with gaps; what it shows stands in figures above it. */
const chart = ({ samples }: ConnectivityReport['roundTrip'], name: string): string => {
  const times = samples.flatMap((sample) => sample.milliseconds ?? [])
  if (times.length === 0) return ''
  const top = Math.max(...times) * 1.1
  const x = (index: number) => ((index / Math.max(1, samples.length - 1)) * 600).toFixed(1)
  const runs: string[][] = [[]]
  const lost: string[] = []
  for (const [index, sample] of samples.entries()) {
    if (sample.milliseconds === undefined) {
      lost.push(`<line class="lost" x1="${x(index)}" x2="${x(index)}" y1="74" y2="88"/>`)
      runs.push([])
    } else runs.at(-1)?.push(`${x(index)},${(86 - (sample.milliseconds / top) * 80).toFixed(1)}`)
  }
  const lines = runs.filter((run) => run.length > 0).map((run) => `<polyline points="${run.join(' ')}"/>`)
  return `<svg viewBox="0 0 600 90" preserveAspectRatio="none" role="img" aria-label="${escaped(name)}">${lines.join('')}${lost.join('')}</svg>`
}

/** Headings with their indented lines, each folded. */
const foldedLines = (lines: readonly string[]): string[] => {
  const headings = lines.filter((line) => !line.startsWith(' '))
  return headings.map((heading, index) => {
    const from = lines.indexOf(heading) + 1
    const next = headings[index + 1]
    const under = lines.slice(from, next === undefined ? undefined : lines.indexOf(next))
    return `<details><summary>${escaped(heading.replace(/:$/, ''))} (${under.length})</summary><ul>${under.map((line) => `<li>${escaped(line.trim())}</li>`).join('')}</ul></details>`
  })
}

export const htmlReport = (report: ConnectivityReport, language: Language): string => {
  const tables = wordingOf(language)
  const { engine } = tables
  const { report: words, comparison: compared, throughput: measured } = engine
  const { server, diagnosis, roundTrip, path, rows, comparison, throughput, otherProxy } = report
  const ms = (value: number | undefined) => (value === undefined ? '–' : milliseconds(value, language))
  const say = (sentence: string, values: MessageValues) => format(sentence, values, language)
  const says =
    otherProxy !== undefined && diagnosis.is === 'notInstalled'
      ? say(otherProxy === 'none' ? engine.otherProxy.worksDirectly : engine.otherProxy.works, { proxy: otherProxy })
      : diagnosisLine(diagnosis, language)
  const row = ({ endpoint, layer, state, summary = '', code, milliseconds: took, evidence }: LayerRow): string[] => [
    escaped(engine.layers[layer]),
    `<code>${escaped(endpoint)}</code>`,
    escaped([engine.layerStates[state], code ?? ''].filter((part) => part !== '').join(' ')),
    [summary, ...evidence.map(({ label, value }) => `${label}: ${value}`)]
      .filter((part) => part !== '')
      .map(escaped)
      .join('<br>'),
    escaped(took === undefined ? '' : milliseconds(took, language)),
  ]
  const parts = [
    `<h1>${escaped(words.title)}</h1>`,
    `<p class="quiet">${escaped(`${server.name}, ${server.system}${server.simulated ? ` (${engine.simulatedServer})` : ''}, ${time(report.at, language)}`)}</p>`,
    `<p class="says ${diagnosis.is}">${escaped(says)}</p>`,
    ...foldedLines(furtherLines(report, language)),
    path.length === 0
      ? ''
      : `<h2>${escaped(words.path)}</h2><ol>${path.map(({ kind, name, state }) => `<li>${escaped(`${engine.hops[kind]} ${name}: ${engine.hopStates[state]}`)}</li>`).join('')}</ol>`,
    roundTrip.sent === 0
      ? ''
      : `<h2>${escaped(engine.layers.roundTrip)}</h2><p>${escaped(
          say(words.figures, {
            last: ms(roundTrip.last),
            p50: ms(roundTrip.p50),
            p95: ms(roundTrip.p95),
            lost: roundTrip.lost,
            sent: roundTrip.sent,
            reconnects: roundTrip.reconnects,
          }),
        )}</p>${chart(roundTrip, engine.layers.roundTrip)}`,
    throughput?.is === 'measured'
      ? `<p>${escaped(say(measured.measured, { rate: megabits(throughput.bytes, throughput.milliseconds), bytes: throughput.bytes, ms: throughput.milliseconds }))}</p>`
      : '',
    comparison?.since === undefined
      ? ''
      : `<h2>${escaped(compared.title)}</h2><p class="quiet">${escaped(say(compared.since, { at: comparison.since }))}</p>${table(
          [compared.what, compared.then, compared.now],
          comparison.differences.map((difference) => {
            const { what, before, now } = differenceText(difference, tables)
            return [what, before, now].map(escaped)
          }),
        )}`,
    `<h2>${escaped(words.rows)}</h2>${table([words.layer, words.endpoint, words.state, words.found, words.took], rows.map(row))}`,
  ]
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="viewport" content="width=device-width"><title>${escaped(`${words.title}: ${server.name}`)}</title><style>${style}</style></head>
<body>
${parts.filter((part) => part !== '').join('\n')}
</body></html>
`
}
