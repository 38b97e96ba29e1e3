import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../../contract/error-codes.ts'
import { languages } from '../../../contract/wording/languages.ts'
import { errorPage } from '../../../cloud/pages/error-page.ts'
import { html } from '../../../cloud/pages/html.ts'
import { languageOf } from '../../../cloud/pages/language.ts'
import { document, pageHeaders } from '../../../cloud/pages/shell.ts'
import { en as englishPages } from '../../../cloud/pages/wording/en.ts'
import { zhCN as chinesePages } from '../../../cloud/pages/wording/zh-CN.ts'
import { en as englishConsole } from '../../../cloud/console/wording/en.ts'
import { zhCN as chineseConsole } from '../../../cloud/console/wording/zh-CN.ts'

describe('html', () => {
  it('lets no text become a tag or end an attribute', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const page = String(html`<p title="${text}">${[text]}</p>`)
        const inside = page.slice('<p title="'.length, -'</p>'.length)
        expect(inside.replace('">', '')).not.toMatch(/[<>"']/)
      }),
    )
  })

  it('leaves out what is absent and does not escape twice', () => {
    expect(String(html`${undefined}${null}${false}${0}${html`<b>${'&'}</b>`}`)).toBe('0<b>&amp;</b>')
  })
})

describe('the language of a page', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de-DE,de;q=0.9', 'en'],
    ['zh-TW', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['en-GB,zh;q=0.9', 'en'],
    ['en;q=0.2,zh;q=0.9', 'zh-CN'],
    ['zh;q=0,en', 'en'],
    ['fr,zh-CN;q=0.8,en;q=0.7', 'zh-CN'],
  ])('of %j is %s', (header, language) => expect(languageOf(header)).toBe(language))

  it('is found whatever the header holds', () => {
    fc.assert(fc.property(fc.string(), (header) => languages.includes(languageOf(header))))
  })

  it('keeps the placeholders of English', () => {
    const placeholders = (text: string): string => (text.match(/\{\w+(?::\w+)?\}/g) ?? []).sort().join()
    const compare = (one: unknown, two: unknown, path: string): void => {
      if (typeof one === 'string') expect(placeholders(two as string), path).toBe(placeholders(one))
      else for (const [key, value] of Object.entries(one as object)) compare(value, (two as Record<string, unknown>)[key], `${path}.${key}`)
    }
    compare(englishPages, chinesePages, 'pages')
    compare(englishConsole, chineseConsole, 'console')
  })
})

describe('a page', () => {
  it('has no script or style of its own inside', () => {
    for (const language of languages)
      for (const code of errorCodes) {
        const text = document(errorPage({ code, values: {} }, language))
        expect(text).toContain(code)
        expect(text).not.toMatch(/<script>|<style|\son\w+=|\sstyle=/)
      }
  })

  it('forbids everything that it does not need', () => {
    const headers = pageHeaders(['http://127.0.0.1:1'])
    expect(headers['content-security-policy']).toContain("default-src 'none'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(headers['content-security-policy']).toContain("form-action 'self' http://127.0.0.1:1;")
  })
})
