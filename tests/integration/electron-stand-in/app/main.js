/** A small app that asks of Electron what the wizard asks, for the tests of the stand-in. */
import { app, BrowserWindow, clipboard, ipcMain, nativeTheme, protocol, session, shell } from 'electron'
import { join } from 'node:path'

const page = `<!doctype html><title>Trial</title><h1>Trial</h1><script>window.inline = true</script><script src="/page.js"></script>
<img src="https://elsewhere.example/picture.png">`
const policy = "default-src 'none'; script-src 'self'; connect-src 'none'; img-src *"

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.seen = { navigations: [], windows: [], requests: [], quit: 0, updates: 0 }
app.readyAtLoad = app.isReady()

void app.whenReady().then(async () => {
  protocol.handle('app', (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/index.html')
      return new Response(page, { headers: { 'content-type': 'text/html', 'content-security-policy': policy } })
    if (pathname === '/page.js') return new Response('window.fromScript = true', { headers: { 'content-type': 'text/javascript' } })
    return new Response(null, { status: 404 })
  })
  session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
    app.seen.requests.push(url)
    answer({ cancel: !url.startsWith('app:') })
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      app.seen.windows.push(url)
      return { action: 'deny' }
    })
    contents.on('will-navigate', (event) => {
      app.seen.navigations.push(event.url)
      if (event.url !== 'app://trial/index.html') event.preventDefault()
    })
  })
  ipcMain.handle('echo', (event, value) => ({
    value,
    ours: event.senderFrame === event.sender.mainFrame,
    origin: event.senderFrame.origin,
  }))
  ipcMain.handle('fails', () => {
    throw new TypeError('no such thing')
  })
  ipcMain.handle('copy', async (_event, text) => {
    await clipboard.writeText(text)
    return clipboard.readText()
  })
  ipcMain.handle('open', (_event, address) => shell.openExternal(address))
  ipcMain.handle('theme', () => ({ dark: nativeTheme.shouldUseDarkColors, contrast: nativeTheme.shouldUseHighContrastColors }))
  nativeTheme.on('updated', () => (app.seen.updates += 1))
  const window = new BrowserWindow({
    width: 1024,
    height: 720,
    show: false,
    webPreferences: { preload: join(import.meta.dirname, 'preload.cjs'), sandbox: true },
  })
  app.on('before-quit', () => (app.seen.quit += 1))
  window.once('ready-to-show', () => window.show())
  await window.loadURL('app://trial/index.html')
})
