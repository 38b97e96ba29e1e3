import { type forward as english } from '../en/forward.ts'
import { type Translated } from '../translated.ts'

export const forward: Translated<typeof english> = {
  open: '致网络团队的请求…',
  title: '致网络团队的请求',
  says: '连接器的全部地址、端口和用途，以及在此服务器上观察到的情况。不含密码。不会发送任何内容。',
  making: '正在查看每个地址，需要几秒钟。',
  failed: '未能生成请求：{{title}}',
  content: '请求的文本',
  copy: '复制',
  saveText: '另存为文本…',
  saveCsv: '另存为 CSV…',
  saveMarkdown: '另存为 Markdown…',
  close: '关闭',
  saved: '已保存为 {{path}}',
  notSaved: '未保存：对话框已关闭。',
}
