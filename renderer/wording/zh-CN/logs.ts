import { type logs as english } from '../en/logs.ts'
import { type Translated } from '../translated.ts'

export const logs: Translated<typeof english> = {
  lines: '日志行',
  level: '至少',
  source: '来自',
  topic: '主题',
  run: '运行',
  text: '含有这些词',
  all: '全部',
  levels: { debug: '细节', info: '信息', warn: '警告', error: '错误' },
  sources: { setup: '安装程序', service: '服务' },
  count: '{{all}} 行中的 {{shown}} 行',
  dropped: '另有 {{count}} 行更早的只在文件中。',
  paused: '已暂停。',
  pause: '暂停',
  goOn: '继续',
  copy: '复制这些行',
  save: '全部保存…',
  saved: '已保存为 {{path}}',
  none: '尚无记录。',
  noneFit: '没有符合的行。请选择“全部”，或换用其他词。',
  needsAdministrator: '{{source}}：只有管理员可以读取此日志（{{why}}）。请以管理员身份重新启动安装程序查看。',
  unreadable: '{{source}}：无法读取此日志（{{why}}）。',
}
