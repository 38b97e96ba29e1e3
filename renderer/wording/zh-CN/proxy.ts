import { type proxy as english } from '../en/proxy.ts'
import { type Translated } from '../translated.ts'

export const proxy: Translated<typeof english> = {
  way: '服务如何找到代理',
  ways: {
    system: '按此服务器的设置',
    direct: '不使用代理，直接连接',
    manual: '使用此代理',
    script: '使用此地址的脚本 (PAC)',
    found: '按名称查找脚本 (WPAD)',
  },
  address: '代理的地址',
  scriptAddress: '脚本的地址',
  invalid: '请输入类似 http://proxy.contoso.example:8080 的地址，不含用户名和密码',
  user: '代理的用户名',
  userHint: '仅当代理要求时填写 (Basic)。',
  userKnown: '目前使用 {{user}}；留空则保持不变。',
  password: '密码',
  passwordHint: '只会告诉此代理，并与此服务器的密钥一起加密保存。',
  choose: '代理…',
  title: '服务使用的代理',
  says: '从现在起安装程序按此方式连接，之后服务也是如此。此服务器上尚未更改任何内容。',
  use: '使用并重新检查',
  leave: '取消',
  problem: '脚本无法使用：{{problem}}',
}
