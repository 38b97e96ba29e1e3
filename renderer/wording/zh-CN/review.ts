import { type review as english } from '../en/review.ts'
import { type Translated } from '../translated.ts'

export const review: Translated<typeof english> = {
  lead: '安装程序将按顺序执行的全部操作。不会更改其他任何内容。',
  connector: '连接器',
  connectorIn: '<location></location> 中的 <connector></connector>，{{organization}}',
  time: '时间',
  minutes_other: '约 {{count}} 分钟，无需重启',
  underMinute: '不到一分钟，无需重启',
  directly: '直接连接，不使用代理',
  undo: '撤消',
  undoSays: '如果某一步失败或您取消，安装程序会撤消已做的更改。以后卸载也不会留下任何内容。',
  whatWillBeDone: '将要执行的操作',
  actions_other: '{{count}} 项操作',
  showEverything: '显示每个文件、注册表项和规则',
  hideEverything: '隐藏文件、注册表项和规则',
  changes_other: '共 {{count}} 项更改。',
  install: '安装并连接',
  save: '另存为参数文件…',
  saveSays: '用于在没有此窗口的情况下安装其他服务器。不含机密。',
  saving: '正在保存',
  saved: '已保存为 {{path}}',
  saveCancelled: '未保存：对话框已关闭。',
  noPlan: '还没有计划',
  noPlanSub: '请先选择资源位置。您在那里输入的内容已保留。',
}
