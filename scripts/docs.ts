/**
 * `npm run docs`: writes docs/errors/<code>.md from the catalogue and its English sentences, docs/checks/<id>.md from
 * the catalogue of checks, an index of each, and the JSON schema of the parameters file. `--check` changes nothing and fails when a page is missing, different or left over, so page,
 * catalogue and code cannot drift apart.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { z } from 'zod'
import { errorCodes } from '../contract/error-codes.ts'
import { serviceEventNames, serviceEvents } from '../contract/service-events.ts'
import { ParametersFile } from '../contract/parameters-file.ts'
import { catalogueRow, checkCatalogue, type CheckCode, checkGroups, checkIds } from '../contract/check-catalogue.ts'
import { errors } from '../contract/wording/en/errors.ts'
import { engine } from '../contract/wording/en/engine.ts'
import { serviceEventTexts as englishEvents } from '../contract/wording/en/service-events.ts'
import { serviceEventTexts as chineseEvents } from '../contract/wording/zh-CN/service-events.ts'
import { type CausePage } from './cause-pages/cause-page.ts'
import { certificateCauses } from './cause-pages/certificate-causes.ts'
import { errorCauses } from './cause-pages/error-causes.ts'
import { hostCauses } from './cause-pages/host-causes.ts'
import { identityCauses } from './cause-pages/identity-causes.ts'
import { networkCauses } from './cause-pages/network-causes.ts'
import { checkWording } from '../contract/wording/en/checks.ts'

/** Every check has a page of its code, or it does not compile. */
const checkCauses: Readonly<Record<CheckCode, CausePage>> = { ...hostCauses, ...identityCauses, ...networkCauses, ...certificateCauses }

const docs = join(import.meta.dirname, '..', 'docs')

const families: Record<string, string> = {
  CW2: 'Sign-in and enrollment',
  CW3: 'Installation',
  CW4: 'Connector service and channel',
  CW5: 'Control plane',
  CW6: 'Access to published resources',
  CW7: 'Bad input',
  CW9: 'Defects',
}

/** `{host}` in a sentence reads as *host* on a page. */
const readable = (sentence: string) => sentence.replace(/\{(\w+)(?::\w+)?\}/g, '*$1*')

const codeBlock = (text: string) => `\`\`\`\n${text}\n\`\`\``

/** Numbered: what to type, how to read what comes. */
const byHandText = (steps: CausePage['confirm']): string[] =>
  steps.length === 0 ? [] : ['## How to confirm by hand', ...steps.flatMap(({ run, read }) => [codeBlock(run), read])]

const whoAndVerify = ({ who, verify }: CausePage): string[] => [
  '## Who fixes it',
  who,
  '## How to know that it is gone',
  /^[A-Z][^-]* /.test(verify) && verify.endsWith('.') ? verify : codeBlock(verify),
]

const errorPage = (code: (typeof errorCodes)[number]): string => {
  const text = errors[code]
  const cause = errorCauses[code]
  return [
    `# ${code}: ${readable(text.title)}`,
    `_${families[code.slice(0, 3)] ?? ''}_`,
    `**What it means.** ${cause.means ?? readable(text.cause)}`,
    `**What to do.** ${readable(text.next)}`,
    ...byHandText(cause.confirm),
    ...whoAndVerify(cause),
  ].join('\n\n')
}

/** The cause behind a check that does not pass; the page of the check itself says what it measures. */
const causePage = (id: (typeof checkIds)[number]): string => {
  const { code, group, findings } = catalogueRow(id)
  const text: AnyCheckText = checkWording.checks[id]
  const cause: CausePage = checkCauses[checkCatalogue[id].code]
  return [
    `# ${code}: ${text.name}`,
    `_${engine.groups[group]}_`,
    `**What it means.** ${cause.means ?? readable(text.why)}`,
    `**Needed.** ${readable(text.needed)}`,
    findings.map((finding) => `- ${readable(text.findings[finding] ?? '')}`).join('\n'),
    ...(text.steps.length === 0 ? [] : ['## What to do', text.steps.map((step, at) => `${at + 1}. ${readable(step)}`).join('\n')]),
    ...byHandText(cause.confirm),
    ...whoAndVerify(cause),
    `The check that finds it: [${id}](../checks/${id}.md)`,
  ].join('\n\n')
}

/** The texts of any check: which findings and fixes there are is in its row. */
interface AnyCheckText {
  readonly name: string
  readonly question: string
  readonly needed: string
  readonly why: string
  readonly findings: Readonly<Record<string, string>>
  readonly steps: readonly string[]
  readonly fixes: Readonly<Record<string, string>>
  readonly confirm: string
  readonly source: string
}

const checkPage = (id: (typeof checkIds)[number]): string => {
  const row = catalogueRow(id)
  const text: AnyCheckText = checkWording.checks[id]
  return [
    `# ${text.name}`,
    `\`${id}\` · [${row.code}](../errors/${row.code}.md) · ${engine.groups[row.group]} · ${row.severity === 'block' ? 'blocks the installation' : 'warns'}${
      row.overridable ? '' : ' · cannot be overridden'
    }`,
    `**${text.question}**`,
    `**Needed.** ${readable(text.needed)}`,
    `**Why.** ${readable(text.why)}`,
    ...(row.needs.length === 0 ? [] : [`**Held up by.** ${row.needs.map((need) => `[${need}](${need}.md)`).join(', ')}`]),
    '## What it can find',
    row.findings.map((finding) => `- \`${finding}\`: ${readable(text.findings[finding] ?? '')}`).join('\n'),
    ...(text.steps.length === 0 ? [] : ['## How to fix it', text.steps.map((step, at) => `${at + 1}. ${readable(step)}`).join('\n')]),
    ...(row.fixes === undefined
      ? []
      : ['## What “Fix it for me” changes', row.fixes.map((fix) => `- ${readable(text.fixes[fix] ?? '')}`).join('\n')]),
    '## How to confirm by hand',
    codeBlock(text.confirm),
    `Source: ${text.source}`,
  ].join('\n\n')
}

const index = (title: string, lines: readonly string[]) => [`# ${title}`, lines.join('\n')].join('\n\n')

const pages = new Map<string, string>()
for (const code of errorCodes) pages.set(`errors/${code}.md`, errorPage(code))
for (const id of checkIds) {
  pages.set(`checks/${id}.md`, checkPage(id))
  pages.set(`errors/${catalogueRow(id).code}.md`, causePage(id))
}
pages.set(
  'errors/README.md',
  index('Causes by code', [
    ...checkIds
      .toSorted((a, b) => catalogueRow(a).code.localeCompare(catalogueRow(b).code))
      .map((id) => `- [${catalogueRow(id).code}](${catalogueRow(id).code}.md) ${checkWording.checks[id].name}`),
    ...errorCodes.map((code) => `- [${code}](${code}.md) ${readable(errors[code].title)}`),
  ]),
)
pages.set(
  'checks/README.md',
  index(
    'Checks',
    checkGroups.flatMap((group) => [
      `\n## ${engine.groups[group]}\n`,
      ...checkIds
        .filter((id) => catalogueRow(id).group === group)
        .map((id) => `- [${checkWording.checks[id].name}](${id}.md) · ${catalogueRow(id).code} · ${checkWording.checks[id].question}`),
    ]),
  ),
)

const schema = JSON.stringify(z.toJSONSchema(ParametersFile, { io: 'input' }))
pages.set('parameters.schema.json', (await format(schema, { parser: 'json', printWidth: 140 })).trimEnd())

const cell = (text: string) => readable(text).replaceAll('|', '\\|')
pages.set(
  'events.md',
  [
    '# Events in the event log of Windows',
    'The connector service writes what an administrator’s monitoring should know into the log _Application_, source `CausewayConnector`. The ids are permanent. They lie between 1 and 1000 because the message file registered for the source is `%SystemRoot%\\System32\\EventCreate.exe`, which every Windows has and whose messages of these numbers are the text given with the event; so the sentence of an event is in the language that the server had when it was written. 400 and 401 are written by setup, which does the upgrade.',
    'An event counts as written only when it was found again in the log; one that was not is told in `logs\\connector.log` (`"topic":"events"`). The service’s own log has everything else.',
    [
      '| id | name | level | sentence | 中文 |',
      '| --- | --- | --- | --- | --- |',
      ...serviceEventNames.map((name) => {
        const { id, kind } = serviceEvents[name]
        return `| ${id} | \`${name}\` | ${kind} | ${cell(englishEvents[name])} | ${cell(chineseEvents[name])} |`
      }),
    ].join('\n'),
    '## How to read them',
    codeBlock("Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = 'CausewayConnector' } -MaxEvents 20"),
  ].join('\n\n'),
)

const wrong: string[] = []
const checkOnly = process.argv.includes('--check')
for (const folder of ['errors', 'checks']) {
  mkdirSync(join(docs, folder), { recursive: true })
  for (const file of readdirSync(join(docs, folder))) {
    if (pages.has(`${folder}/${file}`)) continue
    wrong.push(`docs/${folder}/${file} belongs to nothing in the catalogue`)
    if (!checkOnly) rmSync(join(docs, folder, file))
  }
}
for (const [name, text] of pages) {
  const file = join(docs, name)
  const page = `${text}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === page) continue
  wrong.push(`docs/${name} differs from the catalogue`)
  if (!checkOnly) writeFileSync(file, page)
}
if (checkOnly && wrong.length > 0) {
  process.stderr.write(`${wrong.slice(0, 20).join('\n')}\nRun: npm run docs\n`)
  process.exit(1)
}
process.stdout.write(checkOnly ? `${pages.size} pages agree with the catalogue\n` : `${pages.size} pages, ${wrong.length} written\n`)
