/** Which of the product's languages a browser asks for. */
import { type Language } from '../../contract/wording/languages.ts'

/** Reads `Accept-Language` (RFC 9110, section 12.5.4). Any Chinese gets Simplified Chinese, everything else English. */
export const languageOf = (header: string | undefined): Language => {
  const ranges = (header ?? '')
    .slice(0, 1000)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.trim().toLowerCase().split(';')
      const quality = parameters.map((parameter) => /^\s*q=([0-9.]+)\s*$/.exec(parameter)?.[1]).find((q) => q !== undefined)
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
  const wanted = ranges.find(({ tag }) => tag === 'zh' || tag.startsWith('zh-') || tag === 'en' || tag.startsWith('en-'))
  return wanted?.tag.startsWith('zh') === true ? 'zh-CN' : 'en'
}
