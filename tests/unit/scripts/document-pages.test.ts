import { describe, expect, test } from 'vitest'
import { documentPage } from '../../../scripts/document-pages.ts'

const body = (markdown: string): string => /<main>([\s\S]*)<\/main>/.exec(documentPage(markdown))?.[1] ?? ''

describe('a page of the documentation as HTML', () => {
  test.each([
    ['# Clock', '<h1>Clock</h1>'],
    ['**What it means.** It is *host*.', '<p><strong>What it means.</strong> It is <em>host</em>.</p>'],
    ['- `one`: first\n- `two`: second', '<ul><li><code>one</code>: first</li><li><code>two</code>: second</li></ul>'],
    ['1. Stop\n2. Start', '<ol><li>Stop</li><li>Start</li></ol>'],
    ['```\nw32tm /resync\n\n<x>\n```', '<pre>w32tm /resync\n\n&lt;x&gt;</pre>'],
    [
      '[network.http](network.http.md) and [all](README.md)',
      '<p><a href="network.http.html">network.http</a> and <a href="index.html">all</a></p>',
    ],
    ['snake_case_name stays', '<p>snake_case_name stays</p>'],
  ])('%j', (markdown, html) => {
    expect(body(markdown)).toBe(html)
  })

  test('markup in the text is text, and nothing is loaded', () => {
    const page = documentPage('# <script>\n\n<img src=x onerror=alert(1)>')
    expect(page).not.toContain('<script>')
    expect(page).not.toContain('<img')
    expect(page).toContain("default-src 'none'")
  })

  test('the title is the heading', () => {
    expect(documentPage('# CW2012: *Timed* out')).toContain('<title>CW2012: Timed out</title>')
  })
})
