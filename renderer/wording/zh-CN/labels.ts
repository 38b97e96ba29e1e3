import { type labels as english } from '../en/labels.ts'
import { type Translated } from '../translated.ts'

export const labels: Translated<typeof english> = {
  title: '标签',
  optional: '标签（可选）',
  hint: '例如 rack=B4, owner=client-platform',
  problems: {
    pair: '“{{at}}”不是标签：请写成 名称=值',
    key: '“{{at}}”不能作为标签名称：只能用小写字母、数字、点、连字符和下划线',
    value: '“{{at}}”的值不合要求：一行，不含逗号，最多 120 个字符',
    twice: '“{{at}}”出现了两次',
    tooMany: '{{at}} 个标签；最多 16 个',
  },
}
