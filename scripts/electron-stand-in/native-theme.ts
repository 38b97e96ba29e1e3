/** `nativeTheme` as the pages see the system: Chromium's media queries, which tests emulate. */
import { EventEmitter } from 'node:events'

class StandInNativeTheme extends EventEmitter {
  #dark = false
  #contrast = false
  get shouldUseDarkColors(): boolean {
    return this.#dark
  }
  get shouldUseHighContrastColors(): boolean {
    return this.#contrast
  }
  static tell(theme: StandInNativeTheme, dark: boolean, contrast: boolean): void {
    if (theme.#dark === dark && theme.#contrast === contrast) return
    theme.#dark = dark
    theme.#contrast = contrast
    theme.emit('updated')
  }
}

export const nativeTheme = new StandInNativeTheme()
export const tellTheme = (dark: boolean, contrast: boolean): void => StandInNativeTheme.tell(nativeTheme, dark, contrast)
