/**
 * `npm run screenshots`: photographs every state of the gallery in light, dark and high contrast, English and Chinese, at
 * 1024x720, and each once more at 200 % zoom, into `out/screenshots/<page>-<state>-<theme>-<language>.png`.
 * `-- --only check-server` takes one page, `-- --only check-server/blocked` one state; `-- --axe` tries axe-core on each
 * in English instead of taking pictures and ends with 1 when it finds something.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright'
import { languages, type Language } from '../contract/wording/languages.ts'
import { allStates } from '../renderer/gallery/all-states.ts'
import { chromiumFlags, chromiumMissing, findChromium } from './chromium.ts'
import { openGallery } from './gallery-server.ts'

const { values: asked } = parseArgs({ options: { only: { type: 'string' }, axe: { type: 'boolean', default: false } } })
const folder = 'out/screenshots'

interface View {
  readonly name: string
  readonly language: Language
  readonly context: BrowserContextOptions
}

const window = { width: 1024, height: 720 }
/** What is left of the smallest window at 200 %. */
const zoomed = { width: 512, height: 360 }

const themes = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  contrast: { colorScheme: 'dark', forcedColors: 'active' },
} as const satisfies Record<string, BrowserContextOptions>

const views: View[] = [
  ...languages.flatMap((language) =>
    Object.entries(themes).map(([theme, context]) => ({
      name: `${theme}-${language}`,
      language,
      context: { ...context, viewport: window },
    })),
  ),
  { name: 'zoom-en', language: 'en', context: { ...themes.light, viewport: zoomed, deviceScaleFactor: 2 } },
]

const wanted = Object.entries(allStates).flatMap(([page, states]) =>
  Object.keys(states)
    .filter((state) => asked.only === undefined || asked.only === page || asked.only === `${page}/${state}`)
    .map((state) => ({ page, state })),
)

/** Opens a state and waits until its heading is there and the fonts are in. Whatever the page complains about is a failure. */
const openState = async (tab: Page, address: string, { page, state }: (typeof wanted)[number], language: Language): Promise<void> => {
  await tab.goto(`${address}?page=${page}&state=${state}&language=${language}`)
  await tab.locator('h1').waitFor()
  await tab.evaluate('document.fonts.ready')
}

const photograph = async (browser: Browser, address: string, view: View): Promise<void> => {
  const context = await browser.newContext(view.context)
  const tab = await context.newPage()
  for (const one of wanted) {
    await openState(tab, address, one, view.language)
    await tab.screenshot({ path: join(folder, `${one.page}-${one.state}-${view.name}.png`) })
  }
  await context.close()
}

/** Violations found by axe-core in one view, one line each. */
const examine = async (browser: Browser, address: string, view: View): Promise<string[]> => {
  const context = await browser.newContext(view.context)
  const tab = await context.newPage()
  const found: string[] = []
  tab.on('pageerror', (error) => found.push(`page error: ${error.message}`))
  for (const one of wanted) {
    await openState(tab, address, one, view.language)
    const { violations } = await new AxeBuilder({ page: tab }).analyze()
    for (const { id, help, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(
          `${one.page}/${one.state} ${view.name}: ${id}: ${help}: ${target.join(' ')}\n    ${failureSummary?.replaceAll('\n', ' ') ?? ''}`,
        )
  }
  await context.close()
  return found
}

const installed = findChromium()
if (installed === undefined) {
  console.error(chromiumMissing)
  process.exit(1)
}
if (wanted.length === 0) {
  console.error(`No state is called ${asked.only ?? ''}. Pages: ${Object.keys(allStates).join(', ')}.`)
  process.exit(1)
}
const gallery = await openGallery()
const browser = await chromium.launch({ executablePath: installed.path, args: chromiumFlags() })
try {
  await mkdir(folder, { recursive: true })
  const violations: string[] = []
  // What axe-core judges is the same in every language.
  for (const view of asked.axe ? views.filter(({ language }) => language === 'en') : views)
    if (asked.axe) violations.push(...(await examine(browser, gallery.address, view)))
    else await photograph(browser, gallery.address, view)
  if (asked.axe) {
    for (const line of violations) console.error(line)
    console.log(`${wanted.length} states tried with axe-core: ${violations.length} violations`)
    process.exitCode = violations.length === 0 ? 0 : 1
  } else {
    console.log(`${wanted.length * views.length} pictures in ${folder}`)
  }
} finally {
  await browser.close()
  await gallery.close()
}
