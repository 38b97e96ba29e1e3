/**
 * The pages of docs/checks and docs/errors as HTML, so that a server without a network can show them in its browser. Reads
 * the few forms that `scripts/docs.ts` writes: headings, paragraphs, lists, fenced text, links and emphasis.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const inline = (text: string): string =>
  escaped(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(
      /\[([^\]]+)\]\(([\w./#-]+)\.md\)/g,
      (_whole, words: string, page: string) => `<a href="${page === 'README' ? 'index' : page}.html">${words}</a>`,
    )
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[\s(])[_*]([^_*]+)[_*](?=$|[\s.,;:)])/g, '$1<em>$2</em>')

const list = (tag: 'ul' | 'ol', lines: readonly string[]): string =>
  `<${tag}>${lines.map((line) => `<li>${inline(line.replace(/^(- |\d+\. )/, ''))}</li>`).join('')}</${tag}>`

const block = (text: string): string => {
  const lines = text.split('\n')
  const heading = /^(#{1,3}) (.*)$/.exec(text)
  if (heading !== null) return `<h${heading[1]?.length ?? 1}>${inline(heading[2] ?? '')}</h${heading[1]?.length ?? 1}>`
  if (text.startsWith('```')) return `<pre>${escaped(lines.slice(1, -1).join('\n'))}</pre>`
  if (lines.every((line) => line.startsWith('- '))) return list('ul', lines)
  if (lines.every((line) => /^\d+\. /.test(line))) return list('ol', lines)
  return `<p>${inline(lines.join(' '))}</p>`
}

/** Blocks are separated by empty lines, except inside fences. */
const blocksOf = (markdown: string): string[] =>
  markdown.match(/```[\s\S]*?```|(?:(?!```)[^\n]+(?:\n(?!\n|```)|$)?)+/g)?.map((text) => text.trimEnd()) ?? []

/** One page. */
export const documentPage = (markdown: string): string => {
  const title = /^# (.*)$/m.exec(markdown)?.[1] ?? 'Causeway'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title.replaceAll(/[*`]/g, ''))}</title>
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>:root{color-scheme:light dark}body{font:16px/1.5 'Segoe UI',system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}pre{padding:.75rem 1rem;border:1px solid;overflow:auto}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.15rem;margin-top:2rem}</style></head>
<body><main>${blocksOf(markdown).map(block).join('\n')}</main></body></html>
`
}

/** Writes every page below `to`; README becomes index. */
export const writeDocumentPages = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true })
  mkdirSync(to, { recursive: true })
  for (const folder of ['checks', 'errors']) {
    const source = join(from, folder)
    if (!existsSync(source)) continue
    mkdirSync(join(to, folder), { recursive: true })
    for (const file of readdirSync(source).filter((name) => name.endsWith('.md'))) {
      const name = file === 'README.md' ? 'index' : file.slice(0, -3)
      writeFileSync(join(to, folder, `${name}.html`), documentPage(readFileSync(join(source, file), 'utf8')))
    }
  }
}
