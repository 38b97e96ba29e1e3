/** What `import … from 'electron'` answers in the main process. Each part is held to Electron's own declarations at the end. */
import type * as Electron from 'electron'
import { app } from './app.ts'
import { StandInBrowserWindow as BrowserWindow } from './browser-window.ts'
import { clipboard, dialog, Menu, shell } from './desktop.ts'
import { ipcMain } from './ipc-main.ts'
import { nativeTheme } from './native-theme.ts'
import { type OfferedBy } from './offered.ts'
import { protocol } from './schemes.ts'
import { session, type StandInSession } from './session.ts'
import { StandInWebContents as webContents } from './web-contents.ts'

export { app, BrowserWindow, clipboard, dialog, ipcMain, Menu, nativeTheme, protocol, session, shell, webContents }

/** Every part, held to Electron's declarations: what is not there, or does not fit, does not compile. */
const offered = {
  app,
  browserWindow: BrowserWindow.prototype,
  clipboard,
  commandLine: app.commandLine,
  dialog,
  ipcMain,
  nativeTheme,
  protocol,
  session: session.defaultSession,
  shell,
  webContents: webContents.prototype,
} satisfies {
  app: OfferedBy<Electron.App, typeof app, 'commandLine'>
  browserWindow: OfferedBy<Electron.BrowserWindow, BrowserWindow, 'webContents'>
  clipboard: OfferedBy<Electron.Clipboard, typeof clipboard>
  commandLine: OfferedBy<Electron.CommandLine, typeof app.commandLine>
  dialog: OfferedBy<Electron.Dialog, typeof dialog>
  ipcMain: OfferedBy<Electron.IpcMain, typeof ipcMain, 'handle'>
  nativeTheme: OfferedBy<Electron.NativeTheme, typeof nativeTheme>
  protocol: OfferedBy<Electron.Protocol, typeof protocol>
  session: OfferedBy<Electron.Session, StandInSession, 'protocol' | 'webRequest'>
  shell: OfferedBy<Electron.Shell, typeof shell>
  webContents: OfferedBy<Electron.WebContents, webContents, 'session' | 'mainFrame'>
}

/** Names of the parts, for the page that says what the stand-in does and does not do. */
export const offeredParts: readonly string[] = Object.keys(offered)
