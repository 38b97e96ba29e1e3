/** Takes from every page what the wizard does not need: permissions, other addresses, other windows, embedded pages, downloads. */
import type { App, Session, WebContents } from 'electron'
import { type Logger } from 'pino'
import { appOrigin, appPage } from './app-protocol.ts'

/** What a page may ask the network stack for: files of its own, and pictures that are written into it. */
export const mayRequest = (url: string): boolean =>
  url.startsWith(`${appOrigin}/`) || url.startsWith('data:image/') || url.startsWith('devtools:')

/** The page may only ever show itself. */
export const mayNavigate = (url: string): boolean => url === appPage || url.startsWith(`${appPage}#`)

const lockContents = (contents: WebContents, log: Logger): void => {
  const refuse = (event: { preventDefault: () => void; readonly url: string }): void => {
    if (mayNavigate(event.url)) return
    event.preventDefault()
    log.warn({ url: event.url.slice(0, 200) }, 'navigation refused')
  }
  contents.on('will-navigate', refuse)
  contents.on('will-frame-navigate', refuse)
  contents.on('will-redirect', refuse)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    log.warn({ url: url.slice(0, 200) }, 'new window refused')
    return { action: 'deny' }
  })
}

/** Call before the first window is made. */
export const lockDown = (app: App, session: Session, log: Logger): void => {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // The spelling checker would fetch dictionaries.
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }))
  app.on('web-contents-created', (_event, contents) => lockContents(contents, log))
}
