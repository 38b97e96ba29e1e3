import { describe, expect, it } from 'vitest'
import { checkCatalogue, checkIds, catalogueRow } from '../../../contract/check-catalogue.ts'
import { errorCodes } from '../../../contract/error-codes.ts'
import { checkWording as english } from '../../../contract/wording/en/checks.ts'
import { checkWording as chinese } from '../../../contract/wording/zh-CN/checks.ts'
import { durationInWords } from '../../../contract/wording/format.ts'

const names = (sentence: string) => [...sentence.matchAll(/\{(\w+)/g)].map((match) => match[1])
const textsOf = (wording: typeof english, id: (typeof checkIds)[number]) => {
  const { findings, summaries, fixes, steps, ...single } = wording.checks[id]
  const texts: {
    findings: Readonly<Record<string, string>>
    summaries: Readonly<Record<string, string>>
    fixes: Readonly<Record<string, string>>
    steps: readonly string[]
    single: Readonly<Record<string, string>>
  } = { findings, summaries, fixes, steps, single }
  return texts
}

describe('catalogue of checks', () => {
  it('gives every check a code of its own, in the range of its group, that no error has', () => {
    const codes = checkIds.map((id) => catalogueRow(id).code)
    expect(new Set(codes).size).toBe(codes.length)
    const ranges = { host: /^CW10/, identity: /^CW11/, network: /^CW12/, certificates: /^CW13/ }
    for (const id of checkIds) {
      expect(checkCatalogue[id].code).toMatch(ranges[checkCatalogue[id].group])
      // The channel is shown among the network; its rows have a name of their own.
      expect(id.split('.')[0]?.replace('channel', 'network')).toBe(checkCatalogue[id].group)
      expect(errorCodes as readonly string[]).not.toContain(checkCatalogue[id].code)
    }
  })
  it('has needs that exist and lead nowhere back', () => {
    const walk = (id: string, path: readonly string[]): void => {
      expect(path).not.toContain(id)
      expect(checkIds as string[]).toContain(id)
      for (const need of catalogueRow(id as (typeof checkIds)[number]).needs) walk(need, [...path, id])
    }
    for (const id of checkIds) walk(id, [])
  })
})

describe.each(checkIds)('texts of %s', (id) => {
  const en = textsOf(english, id)
  const zh = textsOf(chinese, id)

  it('use the same values in both languages', () => {
    for (const part of ['findings', 'fixes'] as const) {
      expect(Object.keys(zh[part])).toEqual(Object.keys(en[part]))
      for (const [key, sentence] of Object.entries(en[part])) expect(names(zh[part][key] ?? '').sort()).toEqual(names(sentence).sort())
    }
    expect(zh.steps.flatMap(names).sort()).toEqual(en.steps.flatMap(names).sort())
  })
  it('keep to the rules of wording', () => {
    for (const sentence of Object.values(en.findings)) expect(sentence).not.toMatch(/[.!?]$|please|sorry|failed$/i)
    for (const sentence of [...en.steps, en.single['needed'], en.single['why'], ...Object.values(en.fixes)])
      expect(sentence).toMatch(/[.]$/)
    for (const sentence of [...Object.values(en.findings), ...en.steps, ...Object.values(en.single)])
      expect(sentence).not.toMatch(/!|\bplease\b|\bsorry\b/i)
    for (const sentence of Object.values(en.fixes)) expect(sentence).toMatch(/Changes nothing else\.$/)
    for (const sentence of Object.values(zh.fixes)) expect(sentence).toMatch(/不更改其他内容。$/)
    expect(en.single['question']).toMatch(/\?$/)
  })
  it('are translated', () => {
    for (const sentence of [...zh.steps, ...Object.values(zh.fixes), zh.single['question'], zh.single['needed'], zh.single['why']])
      expect(sentence).toMatch(/\p{Script=Han}/u)
    expect(Object.values(zh.findings).join()).toMatch(/\p{Script=Han}/u)
  })
})

describe('durations in words', () => {
  it.each([
    [432, '7 minutes 12 seconds', '7 分钟 12 秒'],
    [-60, '1 minute', '1 分钟'],
    [0, '0 seconds', '0 秒'],
    [3661, '1 hour 1 minute', '1 小时 1 分钟'],
    [7_776_000, '2,160 hours', '2,160 小时'],
  ])('%s', (seconds, en, zh) => {
    expect(durationInWords(seconds, 'en')).toBe(en)
    expect(durationInWords(seconds, 'zh-CN')).toBe(zh)
  })
})
