import { checkServer } from './en/check-server.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { resourceLocation } from './en/resource-location.ts'
import { review } from './en/review.ts'
import { install } from './en/install.ts'
import { connectivity } from './en/connectivity.ts'
import { status } from './en/status.ts'
import { logs } from './en/logs.ts'
import { proxy } from './en/proxy.ts'
import { labels } from './en/labels.ts'
import { settings } from './en/settings.ts'
import { enrollAgain, maintain, repair, restart, uninstall } from './en/maintain.ts'
import { forward } from './en/forward.ts'
import { bundle } from './en/bundle.ts'

/** Every text of the window in English; the other languages take their shape from it. One file a page. */
export const en = {
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
