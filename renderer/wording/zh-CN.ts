import { type en } from './en.ts'
import { type Translated } from './translated.ts'
import { checkServer } from './zh-CN/check-server.ts'
import { shell } from './zh-CN/shell.ts'
import { signIn } from './zh-CN/sign-in.ts'
import { resourceLocation } from './zh-CN/resource-location.ts'
import { review } from './zh-CN/review.ts'
import { install } from './zh-CN/install.ts'
import { connectivity } from './zh-CN/connectivity.ts'
import { status } from './zh-CN/status.ts'
import { logs } from './zh-CN/logs.ts'
import { proxy } from './zh-CN/proxy.ts'
import { labels } from './zh-CN/labels.ts'
import { settings } from './zh-CN/settings.ts'
import { enrollAgain, maintain, repair, restart, uninstall } from './zh-CN/maintain.ts'
import { forward } from './zh-CN/forward.ts'
import { bundle } from './zh-CN/bundle.ts'

/** Every text of the window in Simplified Chinese; a missing text does not compile. */
export const zhCN: Translated<typeof en> = {
  shell,
  checkServer,
  signIn,
  resourceLocation,
  review,
  install,
  connectivity,
  status,
  logs,
  proxy,
  labels,
  settings,
  bundle,
  forward,
  maintain,
  repair,
  restart,
  enrollAgain,
  uninstall,
}
