/** The request in words, for a mail, a ticket or a spreadsheet. Pure. */
import { type NetworkRequest, type RequestEntry, type RequestFormat } from '../../contract/network-request.ts'
import { type MessageValues } from '../../contract/error-codes.ts'
import { format, time } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { causeLine, printable, wordingOf } from '../commands/output.ts'

interface Line {
  readonly ask: string
  readonly host: string
  readonly addresses: string
  readonly port: string
  readonly protocol: string
  readonly direction: string
  readonly reason: string
  readonly observed: string
}
const columns = ['ask', 'host', 'addresses', 'port', 'protocol', 'direction', 'reason', 'observed'] as const satisfies (keyof Line)[]

const lineOf = (entry: RequestEntry, { at, proxy, inspectedBy }: NetworkRequest, language: Language): Line => {
  const { forward } = wordingOf(language).engine
  const { host, port, addresses, ask, purpose, observed } = entry
  const say = (sentence: string, values: MessageValues) => format(sentence, values, language)
  const { unreachable } = wordingOf(language).checks.checks['certificates.revocation'].findings
  const seen =
    observed.is !== 'fails'
      ? forward.observed[observed.is]
      : purpose === 'revocation'
        ? `${say(unreachable, observed.values)} (${observed.code})`
        : `${causeLine({ code: observed.code, endpoint: `${host}:${port}`, values: observed.values }, language)} (${observed.code})`
  return {
    ask: say(forward.asks[ask], { proxy: proxy ?? '', box: inspectedBy ?? '' }),
    host,
    addresses: addresses.join(' '),
    port: String(port),
    protocol: 'TCP',
    direction: forward.outbound,
    reason: forward.purposes[purpose],
    observed: observed.is === 'notTried' ? seen : `${seen}, ${time(at, language)}`,
  }
}

/** A cell that a spreadsheet would take for a formula is text. */
const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const markdownCell = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '&lt;')

export const requestText = (request: NetworkRequest, wanted: RequestFormat, language: Language): string => {
  const { forward } = wordingOf(language).engine
  const { server, proxy, inspectedBy, at, entries } = request
  const clean = (text: string) => printable(text).replace(/\s+/g, ' ').trim()
  const lines = entries.map((entry) => {
    const line = lineOf(entry, request, language)
    return columns.map((column) => clean(line[column]))
  })
  const headings = columns.map((column) => forward.columns[column])
  const source = server.addresses.length === 0 ? server.name : `${server.name} (${server.addresses.join(', ')})`
  const facts = [
    `${forward.facts.server}: ${source}, ${server.system}${server.simulated ? ` (${wordingOf(language).engine.simulatedServer})` : ''}`,
    `${forward.facts.proxy}: ${proxy ?? forward.facts.none}`,
    ...(inspectedBy === undefined ? [] : [`${forward.facts.inspectedBy}: ${inspectedBy}`]),
    `${forward.facts.at}: ${time(at, language)}`,
  ].map(clean)
  switch (wanted) {
    case 'json':
      return `${JSON.stringify(request, null, 2)}\n`
    case 'csv':
      // Spreadsheets of Windows take a file for UTF-8 only with this mark.
      return `\uFEFF${[headings, ...lines].map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`
    case 'markdown':
      return [
        `# ${forward.title}`,
        '',
        forward.intro,
        '',
        ...facts.map((fact) => `- ${markdownCell(fact)}`),
        '',
        `| ${headings.join(' | ')} |`,
        `| ${headings.map(() => '---').join(' | ')} |`,
        ...lines.map((cells) => `| ${cells.map(markdownCell).join(' | ')} |`),
        '',
      ].join('\n')
    case 'text':
      return [
        forward.title,
        '',
        forward.intro,
        '',
        ...facts,
        '',
        ...lines.flatMap(([ask = '', host = '', addresses = '', port = '', protocol = '', direction = '', reason = '', observed = '']) => [
          `${host}${addresses === '' ? '' : ` (${addresses})`}, ${protocol} ${port}, ${direction}`,
          `  ${ask}`,
          `  ${forward.columns.reason}: ${reason}`,
          `  ${forward.columns.observed}: ${observed}`,
          '',
        ]),
      ].join('\n')
  }
}
