/** Sentences of the events that the service writes into the event log of Windows, Simplified Chinese. */
import { type ServiceEventName } from '../../service-events.ts'

export const serviceEventTexts: Record<ServiceEventName, string> = {
  started: '连接器服务 {version} 已启动。',
  stopped: '连接器服务已停止（{why}）。',
  notStarted: '连接器服务无法启动：{code} {details}',
  workerEnded: '连接器服务的工作进程意外结束（退出代码 {exit}），正在重新启动；自服务启动以来已重启 {restarts} 次。',
  channelUp: '资源位置 {location} 的通道已打开（{relays}）。',
  channelDown: '资源位置 {location} 的通道已断开：{code}。服务会继续拨号。',
  enrollAgain: '连接器 {connector} 必须重新注册：{code}。它不再拨号。',
  certificateRenewed: '证书已续订，有效期至 {expiresAt}（序列号 {serial}）。',
  upgraded: '连接器服务已从版本 {from} 升级到 {to}。',
  upgradeRolledBack: '连接器服务的版本 {to} 未能恢复正常（{code}）；版本 {from} 已重新运行。',
}
