/** `shell`, `dialog` and `clipboard`: what Electron asks of the desktop. */
import { spawn, spawnSync } from 'node:child_process'
import { basename, isAbsolute, join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { chromiumFlags, findChromium } from '../chromium.ts'
import { hasDisplay } from './browser.ts'

const installed = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0

/** Starts a program of the desktop and does not wait for it. */
const startProgram = (program: string, values: readonly string[]): Promise<void> =>
  new Promise((started, refused) => {
    const child = spawn(program, values, { detached: true, stdio: 'ignore' })
    child.once('error', refused)
    child.once('spawn', () => {
      child.unref()
      started()
    })
  })

let browserProfile: string | undefined
process.on('exit', () => {
  if (browserProfile !== undefined) rmSync(browserProfile, { recursive: true, force: true })
})

export const shell = {
  /**
   * With a display: the desktop's browser, else the Chromium that is there, which is also used when
   * `ELECTRON_STAND_IN_BROWSER_TRUST` holds the flag by which it trusts a demo's own authority. Rejects without a display. */
  openExternal: async (url: string): Promise<void> => {
    if (!hasDisplay()) throw new Error(`there is no display to open ${url} on`)
    const trust = process.env['ELECTRON_STAND_IN_BROWSER_TRUST']
    if (trust === undefined && installed('xdg-open') && installed('xdg-settings')) return startProgram('xdg-open', [url])
    const chromium = findChromium()
    if (chromium === undefined) throw new Error('no browser')
    const profile = (browserProfile ??= mkdtempSync(join(tmpdir(), 'electron-stand-in-browser-')))
    return startProgram(chromium.path, [...chromiumFlags(), `--user-data-dir=${profile}`, ...(trust === undefined ? [] : [trust]), url])
  },
}

const saveWithZenity = (proposed: string): Promise<string | undefined> =>
  new Promise((chosen) => {
    const child = spawn('zenity', ['--file-selection', '--save', '--confirm-overwrite', `--filename=${proposed}`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let answer = ''
    child.stdout.on('data', (bytes: Buffer) => (answer += bytes.toString()))
    child.once('close', (code) => chosen(code === 0 ? answer.trim() : undefined))
    child.once('error', () => chosen(undefined))
  })

interface SaveOptions {
  readonly defaultPath?: string
}

export const dialog = {
  /** Without a display: closed at once, as if by the person. With one but without `zenity`: the proposed name in the home folder. */
  showSaveDialog: async (...values: [SaveOptions] | [unknown, SaveOptions]): Promise<{ canceled: boolean; filePath: string }> => {
    const { defaultPath = 'untitled' } = values.at(-1) as SaveOptions
    const proposed = isAbsolute(defaultPath) ? defaultPath : join(homedir(), basename(defaultPath))
    if (!hasDisplay()) return { canceled: true, filePath: '' }
    if (!installed('zenity')) {
      process.stderr.write(`Electron stand-in: there is no dialog to ask with, saving as ${proposed}.\n`)
      return { canceled: false, filePath: proposed }
    }
    const filePath = await saveWithZenity(proposed)
    return filePath === undefined ? { canceled: true, filePath: '' } : { canceled: false, filePath }
  },
  showErrorBox: (title: string, content: string): void => void process.stderr.write(`${title}: ${content}\n`),
}

let copied = ''

/** The stand-in's own clipboard; with a display the system's as well where `xclip` or `wl-copy` is installed. */
export const clipboard = {
  writeText: async (text: string): Promise<void> => {
    copied = text
    const program = !hasDisplay()
      ? undefined
      : installed('wl-copy')
        ? ['wl-copy']
        : installed('xclip')
          ? ['xclip', '-selection', 'clipboard']
          : undefined
    if (program === undefined) return
    const [name = '', ...values] = program
    const child = spawn(name, values, { stdio: ['pipe', 'ignore', 'ignore'] })
    child.once('error', () => undefined)
    child.stdin.end(text)
  },
  readText: async (): Promise<string> => copied,
}

export const Menu = { setApplicationMenu: (_menu: null): void => undefined }
