import { type bundle as english } from '../en/bundle.ts'
import { type Translated } from '../translated.ts'

export const bundle: Translated<typeof english> = {
  files_other: '{{count}} 个文件。',
  list: '支持包中的文件',
  content: '{{path}} 的内容',
  collecting: '正在收集',
  collected_other: '已有 {{count}} 个部分。',
  again: '重新收集',
  replaceNames: '同时替换服务器和人员的名称以及地址',
  copySummary: '复制摘要',
  save: '保存支持包…',
  saved: '已保存',
  savedSub: '{{path}}，SHA-256 {{sha256}}',
  secret: '机密',
  taken_other: '已去除 {{count}} 个值',
  replaced_other: '已替换 {{count}} 个名称',
  more: '显示更多内容',
  needsAdministrator: '管理员可以读取更多内容：请以管理员身份重新启动安装程序，以获得完整的支持包。',
}
