/** `index.html` of the bundle: opens in any browser, loads nothing, runs nothing; every text from outside is escaped. */
import { type BundleManifest } from '../../contract/support-bundle.ts'
import { bytes, format } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { wordingOf } from '../commands/output.ts'
import { outcomeText, takenText } from './outcome-text.ts'
import { bundleWording } from './wording.ts'

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign)

/** Longer files are only linked: a page of megabytes opens slowly and is read by nobody. */
const longestInPage = 64 * 1024

const style = `
:root { color-scheme: light dark; font: 14px/20px "Segoe UI", "Microsoft YaHei UI", system-ui, sans-serif }
body { max-width: 880px; margin: 32px auto; padding: 0 16px }
h1 { font-size: 24px; line-height: 32px; font-weight: 600; margin: 0 }
h2 { font-size: 14px; font-weight: 600; margin: 24px 0 8px }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/18px "Cascadia Mono", Consolas, monospace; margin: 0; padding: 12px }
details, .box { border: 1px solid GrayText; border-radius: 6px; margin: 0 0 8px }
summary { padding: 8px 12px; cursor: pointer }
.quiet { opacity: .75 }
.tag { border: 1px solid GrayText; border-radius: 4px; padding: 1px 6px; font-size: 12px }
li { margin: 4px 0 }
`

export const indexPage = (manifest: BundleManifest, texts: ReadonlyMap<string, string>, language: Language): string => {
  const { title, parts, about, leftOut: leftOutText, names, openFile } = bundleWording[language]
  const { files, server, version, at, collectors } = manifest
  const secrets = files.reduce((sum, file) => sum + file.secrets, 0)
  const simulated = server.simulated ? ` <span class="tag">${escape(wordingOf(language).engine.simulatedServer)}</span>` : ''
  const file = ({ path, collector, bytes: size, leftOut }: (typeof files)[number]) => {
    const text = texts.get(path) ?? ''
    const notes = [about[collector], bytes(size), ...(leftOut === 0 ? [] : [format(leftOutText, { size: leftOut }, language)])].join(' · ')
    const link = `<a href="${escape(path)}">${escape(openFile)}</a>`
    const content = size > longestInPage ? `<p style="padding:0 12px">${link}</p>` : `<pre>${escape(text)}</pre>`
    return `<details${path === 'summary.txt' ? ' open' : ''}><summary>${escape(path)} <span class="quiet">${escape(notes)}</span></summary>${content}</details>`
  }
  const missing = collectors.flatMap((report) => {
    const text = outcomeText(report, language)
    return text === undefined ? [] : [`<li>${escape(about[report.name])}: ${escape(text)}</li>`]
  })
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(title)}${simulated}</h1>
<p>${escape(server.name)}, ${escape(server.system)} · Causeway ${escape(version)} · ${escape(at)}</p>
<p class="quiet">${escape(takenText(secrets, language))} ${escape(names[manifest.names])}</p>
<h2>${escape(parts.files)}</h2>
${files.map(file).join('\n')}
${missing.length === 0 ? '' : `<h2>${escape(parts.missing)}</h2>\n<ul>${missing.join('')}</ul>`}
</body>
</html>
`
}
