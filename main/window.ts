/** The one window. Its page is sandboxed, isolated, and has no Node. */
import { BrowserWindow, type WebContents } from 'electron'
import { appPage } from './app-protocol.ts'

export interface WindowParts {
  readonly preload: string
  readonly dark: boolean
  readonly developer: boolean
}

/** Ctrl with +, - and 0, which Chromium leaves to the menu that this window does not have. 50 % to 300 %. */
const zoomByKeyboard = (contents: WebContents): void => {
  contents.on('before-input-event', (event, input) => {
    if (input.type !== 'keyDown' || !(input.control || input.meta)) return
    const present = contents.getZoomFactor()
    const wanted = { '+': present + 0.1, '=': present + 0.1, '-': present - 0.1, '0': 1 }[input.key]
    if (wanted === undefined) return
    event.preventDefault()
    contents.setZoomFactor(Math.min(3, Math.max(0.5, wanted)))
  })
}

export const makeWindow = ({ preload, dark, developer }: WindowParts): BrowserWindow => {
  const window = new BrowserWindow({
    width: 1024,
    height: 720,
    minWidth: 640,
    minHeight: 480,
    useContentSize: true,
    title: 'Causeway',
    show: false,
    backgroundColor: dark ? '#1f1f1f' : '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: developer,
    },
  })
  window.once('ready-to-show', () => window.show())
  zoomByKeyboard(window.webContents)
  // The engine owns the truth, so a page that crashed is simply loaded again.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') window.webContents.reload()
  })
  return window
}

export const showPage = (window: BrowserWindow): Promise<void> => window.loadURL(appPage)
