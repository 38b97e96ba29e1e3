import { states as bundle } from '../pages/bundle/states.ts'
import { states as checkServer } from '../pages/check-server/states.ts'
import { states as connectivity } from '../pages/connectivity/states.ts'
import { states as enrollAgain } from '../pages/enroll-again/states.ts'
import { states as install } from '../pages/install/states.ts'
import { states as logs } from '../pages/logs/states.ts'
import { states as repair } from '../pages/repair/states.ts'
import { states as resourceLocation } from '../pages/resource-location/states.ts'
import { states as review } from '../pages/review/states.ts'
import { states as settings } from '../pages/settings/states.ts'
import { states as signIn } from '../pages/sign-in/states.ts'
import { states as status } from '../pages/status/states.ts'
import { states as uninstall } from '../pages/uninstall/states.ts'
import { type GalleryStates } from './gallery-state.ts'
import { states as setUp } from './shell-states.ts'

/** Every state that can be opened by name: `gallery.html?page=check-server&state=blocked&theme=dark&language=zh-CN`. */
export const allStates: Readonly<Record<string, GalleryStates>> = {
  'set-up': setUp,
  'check-server': checkServer,
  'sign-in': signIn,
  'resource-location': resourceLocation,
  review,
  install,
  connectivity,
  status,
  logs,
  settings,
  bundle,
  repair,
  'enroll-again': enrollAgain,
  uninstall,
}
