import { describe, expect, it } from 'vitest'
import { catalogueRow, checkIds } from '../../../contract/check-catalogue.ts'
import { errorCodes } from '../../../contract/error-codes.ts'
import { engine as engineEn } from '../../../contract/wording/en/engine.ts'
import { errors as en } from '../../../contract/wording/en/errors.ts'
import { engine as engineZh } from '../../../contract/wording/zh-CN/engine.ts'
import { errors as zh } from '../../../contract/wording/zh-CN/errors.ts'

const placeholders = (text: string) => [...text.matchAll(/\{\w+(?::\w+)?\}/g)].map(([all]) => all).sort()

const leaves = (tree: unknown, path = ''): [string, string][] =>
  typeof tree === 'string' ? [[path, tree]] : Object.entries(tree as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`))

describe('codes', () => {
  it('are unique over errors and checks', () => {
    const all = [...errorCodes, ...checkIds.map((id) => catalogueRow(id).code)]
    expect(new Set(all).size).toBe(all.length)
  })

  it('need checks that exist', () => {
    for (const id of checkIds) for (const need of catalogueRow(id).needs) expect(checkIds).toContain(need)
  })
})

describe('the Chinese sentences', () => {
  it.each(errorCodes)('of %s complete the same values as the English', (code) => {
    for (const part of ['title', 'cause', 'next'] as const) expect(placeholders(zh[code][part])).toEqual(placeholders(en[code][part]))
  })

  it('of the engine complete the same values as the English', () => {
    const chinese = new Map(leaves(engineZh))
    expect([...chinese.keys()].sort()).toEqual(
      leaves(engineEn)
        .map(([path]) => path)
        .sort(),
    )
    for (const [path, text] of leaves(engineEn)) expect([path, placeholders(chinese.get(path) ?? '')]).toEqual([path, placeholders(text)])
  })
})
