/** Wires the window's process: page, lockdown, gate, agent. */
import { app, type BrowserWindow, clipboard, dialog, ipcMain, Menu, nativeTheme, protocol, session, shell } from 'electron'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type SignInState } from '../contract/enrollment.ts'
import { ipcChannels } from '../contract/ipc-channels.ts'
import { WizardSnapshot, type AgentCall } from '../contract/wizard-api.ts'
import { linkAgent } from './agent-link.ts'
import { startPlainly } from './agent-start.ts'
import { answerAppRequest, appOrigin, appScheme } from './app-protocol.ts'
import { launchWith, startElevated } from './elevation.ts'
import { ipcGate, isOurs, type Caller } from './ipc-gate.ts'
import { lockDown } from './lockdown.ts'
import { openLog } from './log.ts'
import { languageMemory } from './preferences.ts'
import { programFiles } from './program-files.ts'
import { answerCalls } from './window-calls.ts'
import { agentArguments, parseWindowOptions } from './window-options.ts'
import { makeWindow, showPage } from './window.ts'

// Hardware acceleration leaves RDP and VM consoles blank.
app.disableHardwareAcceleration()
app.enableSandbox()
protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true } }])
if (!app.requestSingleInstanceLock()) app.exit(0)

const log = openLog(join(app.getPath('userData'), 'logs', 'window.log'))
const options = parseWindowOptions(process.argv.slice(1))
const files = programFiles({
  packaged: app.isPackaged,
  built: join(import.meta.dirname, '..'),
  resources: process.resourcesPath,
  app: app.getAppPath(),
})
const memory = languageMemory(join(app.getPath('userData'), 'preferences.json'), app.getPreferredSystemLanguages(), log)
const agentProgram = { node: files.node, script: files.agent, values: agentArguments(options) }

const now: { window?: BrowserWindow; signIn?: SignInState; wish?: 'repair' | undefined; readOnly: boolean } = {
  wish: options.repair === true ? 'repair' : undefined,
  readOnly: false,
}

const tell = (channel: string, value: unknown): void => {
  if (now.window?.isDestroyed() === false) now.window.webContents.send(channel, value)
}

/** A window handle is as long as a pointer. */
const ownerOfPrompt = (): string => {
  const handle = now.window?.isDestroyed() === false ? now.window.getNativeWindowHandle() : undefined
  return handle?.length === 8 ? handle.readBigUInt64LE().toString() : '0'
}

const asAdministrator = startElevated(agentProgram, launchWith(files.node, files.elevate), ownerOfPrompt)
const plainly = startPlainly(agentProgram, (line) => log.info({ topic: 'agent' }, line))
const asksConsent = app.isPackaged && process.platform === 'win32'

const agent = linkAgent({
  start: (invitation) => (asksConsent && !now.readOnly ? asAdministrator : plainly)(invitation),
  onState: (state) => tell(ipcChannels.agent, state),
  onEvent: (event) => {
    if (event.is === 'signIn') now.signIn = event.value
    tell(ipcChannels.event, event)
  },
  log,
})

/** Links follow the sign-in state, so it is noted wherever it passes. */
const askAgent = async (name: AgentCall, argument: unknown): Promise<unknown> => {
  const answer = await agent.call(name, argument)
  const snapshot = name === 'snapshot' ? WizardSnapshot.safeParse(answer).data : undefined
  if (snapshot !== undefined) now.signIn = snapshot.signIn
  return answer
}

const handle = answerCalls({
  memory,
  signIn: () => now.signIn,
  takeWish: () => {
    const { wish } = now
    now.wish = undefined
    return wish
  },
  agent: {
    call: askAgent,
    start: async () => {
      // Whoever looked without an administrator's rights asks for them now.
      if (now.readOnly) await agent.stop()
      now.readOnly = false
      return agent.start()
    },
    startReadOnly: () => {
      now.readOnly = true
      return agent.start()
    },
  },
  desktop: {
    open: (target) =>
      shell.openExternal(target.is === 'web' ? target.address : pathToFileURL(join(files.docs, `${target.page}.html`)).href),
    copy: (text) => clipboard.writeText(text),
    askWhereToSave: async (proposed) => {
      const answer = now.window === undefined ? undefined : await dialog.showSaveDialog(now.window, { defaultPath: proposed })
      return answer === undefined || answer.canceled || answer.filePath === '' ? undefined : answer.filePath
    },
    documents: app.getPath('documents'),
    get theme() {
      return nativeTheme.shouldUseHighContrastColors ? 'contrast' : nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    },
    closeWindow: () => now.window?.close(),
  },
})

const page = () =>
  now.window?.isDestroyed() === false
    ? { contents: now.window.webContents, mainFrame: now.window.webContents.mainFrame, origin: appOrigin }
    : undefined
const callGate = ipcGate({ page, handle, log })
ipcMain.handle(ipcChannels.call, (event, name: unknown, argument: unknown) => callGate(event, name, argument))
ipcMain.handle(ipcChannels.agent, (event: Caller) => (isOurs(event, page()) ? agent.state : { is: 'starting' }))

app.on('second-instance', (_event, values) => {
  if (now.window?.isMinimized() === true) now.window.restore()
  now.window?.focus()
  // The page asks anew for what it is to open; what was typed in it is kept.
  if (parseWindowOptions(values).repair !== true) return
  now.wish = 'repair'
  now.window?.webContents.reload()
})
app.on('window-all-closed', () => app.quit())
app.on('will-quit', (event) => {
  event.preventDefault()
  void agent.stop().finally(() => app.exit(0))
})

// Not awaited here: Electron becomes ready only after this module has been evaluated.
void app.whenReady().then(async () => {
  Menu.setApplicationMenu(null)
  lockDown(app, session.defaultSession, log)
  protocol.handle(appScheme, (request) => answerAppRequest(request, files.page))
  now.window = makeWindow({ preload: files.preload, dark: nativeTheme.shouldUseDarkColors, developer: !app.isPackaged })
  void agent.start()
  await showPage(now.window)
})
