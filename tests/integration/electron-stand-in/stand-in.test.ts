import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { standInFolder } from '../../../scripts/electron-program.ts'

interface Trial {
  invoke: (channel: string, ...values: unknown[]) => Promise<unknown>
  on: (channel: string, listener: (...values: unknown[]) => void) => () => void
  refuses: () => Promise<never>
  throws: () => never
  nested: { list: [number, { two: number }] }
  sandboxed: boolean
  missing: string
}
interface Seen {
  navigations: string[]
  windows: string[]
  requests: string[]
  quit: number
  updates: number
}
declare global {
  interface Window {
    trial: Trial
    heard: unknown[]
    stopHearing: () => void
    inline: unknown
    fromScript: unknown
    injected: unknown
  }
}

let app: ElectronApplication
let page: Page
const seen = () => app.evaluate(({ app: one }) => (one as typeof one & { seen: Seen }).seen)

beforeAll(async () => {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standInFolder
  app = await _electron.launch({ args: [join(import.meta.dirname, 'app')], timeout: 120_000 })
  page = await app.firstWindow()
  await page.getByRole('heading', { name: 'Trial' }).waitFor()
})
afterAll(() => app.close())

describe('the two worlds', () => {
  test('the page has what was exposed, frozen, and nothing else of the preload script', async () => {
    expect(await page.evaluate(() => Object.isFrozen(window.trial) && Object.isFrozen(window.trial.nested.list))).toBe(true)
    expect(
      await page.evaluate(() => [
        typeof Reflect.get(window, 'secret'),
        typeof Reflect.get(window, 'require'),
        typeof Reflect.get(window, 'process'),
        typeof Reflect.get(window, 'standInSend'),
      ]),
    ).toEqual(['undefined', 'undefined', 'undefined', 'undefined'])
  })

  test('what the page does to its own world does not reach the other', async () => {
    await page.evaluate(() => {
      JSON.stringify = () => 'changed'
    })
    expect(await page.evaluate(() => window.trial.invoke('echo', 1))).toMatchObject({ value: 1 })
    await page.reload()
  })

  test('the preload script is sandboxed: no modules of Node', async () => {
    expect(await page.evaluate(() => [window.trial.sandboxed, window.trial.missing])).toEqual([true, 'module not found: node:fs'])
  })

  test('errors cross with name and message, refused values whole', async () => {
    const thrown = await page.evaluate(() => {
      try {
        return window.trial.throws()
      } catch (error) {
        return error instanceof Error ? [error.name, error.message] : 'no error'
      }
    })
    expect(thrown).toEqual(['RangeError', 'in the other world'])
    expect(await page.evaluate(() => window.trial.refuses().catch((reason: unknown) => reason))).toEqual({
      code: 'CW9002',
      message: 'as a value',
    })
  })
})

describe('ipc', () => {
  test('carries what structured clone carries', async () => {
    const kept = await page.evaluate(async () => {
      const sent = {
        date: new Date(7),
        map: new Map([['a', new Set([1n])]]),
        bytes: new Uint8Array([1, 2]),
        nothing: undefined,
        infinite: Infinity,
        cards: [null],
      }
      const { value } = (await window.trial.invoke('echo', sent)) as { value: typeof sent }
      return [value.date.getTime(), value.map.get('a')?.has(1n), value.bytes[1], 'nothing' in value, value.infinite, value.cards]
    })
    expect(kept).toEqual([7, true, 2, true, Infinity, [null]])
  })

  test('says who asked', async () => {
    expect(await page.evaluate(() => window.trial.invoke('echo', 1))).toMatchObject({ ours: true, origin: 'app://trial' })
  })

  test('refuses in the words of Electron', async () => {
    const refusal = (channel: string) =>
      page.evaluate((name) => window.trial.invoke(name).catch((error: unknown) => String(error)), channel)
    expect(await refusal('fails')).toBe("Error: Error invoking remote method 'fails': TypeError: no such thing")
    expect(await refusal('unknown')).toBe("Error: Error invoking remote method 'unknown': Error: No handler registered for 'unknown'")
  })

  test('refuses what cannot be cloned', async () => {
    const refusal = await page.evaluate(() => {
      try {
        void window.trial.invoke('echo', Symbol('x'))
        return 'sent'
      } catch (error) {
        return String(error)
      }
    })
    expect(refusal).toContain('could not be cloned')
  })

  test('main speaks to the page until the page stops listening', async () => {
    await page.evaluate(() => {
      const heard: unknown[] = []
      Reflect.set(window, 'heard', heard)
      Reflect.set(
        window,
        'stopHearing',
        window.trial.on('told', (...values) => void heard.push(values)),
      )
    })
    const tell = (value: number) =>
      app.evaluate(({ BrowserWindow }, said) => BrowserWindow.getAllWindows()[0]?.webContents.send('told', said, { said }), value)
    const heard = (): Promise<unknown> => page.evaluate(() => window.heard)
    await tell(1)
    await vi.waitFor(async () => expect(await heard()).toEqual([[1, { said: 1 }]]))
    await page.evaluate(() => window.stopHearing())
    await tell(2)
    await page.evaluate(() => window.trial.invoke('echo', 1))
    expect(await heard()).toEqual([[1, { said: 1 }]])
  })
})

describe('what the page may not do', () => {
  test('inline scripts and eval are stopped by the policy of the response, its own script runs', async () => {
    expect(await page.evaluate(() => [window.inline, window.fromScript])).toEqual([undefined, true])
    const evaluated = await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.head.append(script)
      return window.injected
    })
    expect(evaluated).toBeUndefined()
  })

  test('connections are stopped by the policy', async () => {
    expect(
      await page.evaluate(() =>
        fetch('/index.html').then(
          () => 'answered',
          () => 'refused',
        ),
      ),
    ).toBe('refused')
  })

  test('a request that the app cancels never leaves', async () => {
    expect((await seen()).requests).toContain('https://elsewhere.example/picture.png')
    expect(await page.evaluate(() => document.images[0]?.naturalWidth)).toBe(0)
  })

  test('a navigation that the app refuses does not happen', async () => {
    await page.evaluate(() => {
      location.href = 'https://elsewhere.example/'
    })
    await vi.waitFor(async () => expect((await seen()).navigations).toContain('https://elsewhere.example/'))
    expect(await page.evaluate(() => window.trial.invoke('echo', 'still here'))).toMatchObject({ value: 'still here' })
    expect(page.url()).toMatch(/^https:\/\/trial\.app\.test\/index\.html$/)
  })

  test('a new window does not open', async () => {
    await page.evaluate(() => void window.open('https://elsewhere.example/new'))
    await vi.waitFor(async () => expect((await seen()).windows).toContain('https://elsewhere.example/new'))
    await vi.waitFor(() => expect(app.windows()).toHaveLength(1))
  })

  test('a page that tries again and again does not stand still', async () => {
    for (const number of [1, 2, 3, 4, 5]) await page.evaluate((which) => void window.open(`https://elsewhere.example/${which}`), number)
    await vi.waitFor(async () => expect((await seen()).windows).toContain('https://elsewhere.example/5'))
    await vi.waitFor(() => expect(app.windows()).toHaveLength(1))
  })
})

describe('the app', () => {
  test('is named and placed as its manifest says, and becomes ready after its main script was evaluated', async () => {
    expect(
      await app.evaluate(({ app: one }) => [
        one.getName(),
        one.getVersion(),
        one.isPackaged,
        (one as typeof one & { readyAtLoad: boolean }).readyAtLoad,
        one.isReady(),
      ]),
    ).toEqual(['Trial', '1.2.3', false, false, true])
  })

  test('the window shows itself when it is ready, in its size', async () => {
    expect(
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((one) => [one.isVisible(), one.getBounds().width, one.getTitle()]),
      ),
    ).toEqual([[true, 1024, 'Trial']])
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([1024, 720])
  })

  test('the theme follows what the page sees', async () => {
    const theme = () => page.evaluate(() => window.trial.invoke('theme'))
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' })
    await vi.waitFor(async () => expect(await theme()).toEqual({ dark: true, contrast: true }))
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
    await vi.waitFor(async () => expect(await theme()).toEqual({ dark: false, contrast: false }))
    expect((await seen()).updates).toBeGreaterThan(1)
  })

  test('the clipboard keeps what was copied', async () => {
    expect(await page.evaluate(() => window.trial.invoke('copy', 'words'))).toBe('words')
  })

  test('a test can answer a dialog and see what would be opened', async () => {
    await app.evaluate(({ shell, app: one }) => {
      shell.openExternal = async (address) => void Reflect.set(one, 'opened', address)
    })
    await page.evaluate(() => window.trial.invoke('open', 'https://elsewhere.example/'))
    expect(await app.evaluate(({ app: one }) => Reflect.get(one, 'opened') as unknown)).toBe('https://elsewhere.example/')
  })

  test('quits with its window', async () => {
    const child = app.process()
    const closed = app.waitForEvent('close')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    await closed
    expect(child.exitCode).toBe(0)
  })
})
