import { states as checkServer } from '../pages/check-server/states.ts'
import { states as signIn } from '../pages/sign-in/states.ts'
import { type GalleryStates } from './gallery-state.ts'
import { states as setUp } from './shell-states.ts'

/** Every state that can be opened by name: `gallery.html?page=check-server&state=blocked&theme=dark&language=zh-CN`. */
export const allStates: Readonly<Record<string, GalleryStates>> = {
  'set-up': setUp,
  'check-server': checkServer,
  'sign-in': signIn,
}
