/** The pages in a real Chromium: a whole sign-in by mouse and by keyboard, live health, and axe on every page in every theme. */
import { createServer } from 'node:http'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowDeviceSignIn } from '../../../cloud/sign-in/device-sign-in.ts'
import { afterSignInPaths } from '../../../contract/control-plane-api.ts'
import { addConnector, addSamples } from './sample-data.ts'
import { SetupProgram } from './setup-program.ts'
import { password, startSignInServer, type SignInServer } from './sign-in-server.ts'

let server: SignInServer
let samples: Awaited<ReturnType<typeof addSamples>>
let setup: SetupProgram
let browser: Browser

beforeAll(async () => {
  server = await startSignInServer()
  samples = await addSamples(server)
  await allowDeviceSignIn(server.database, server.people.owner.organizationId, true)
  setup = await SetupProgram.start(server)
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

const open = (more: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> =>
  browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1024, height: 720 }, locale: 'en', ...more })

/** Setup's loopback listener: takes the answer once and sends the browser on. */
const listen = async (host: '127.0.0.1' | '::1'): Promise<{ redirect: string; answer: Promise<string>; close: () => void }> => {
  const { promise: answer, resolve } = Promise.withResolvers<string>()
  const listener = createServer((request, response) => {
    const url = new URL(request.url ?? '/', redirect)
    resolve(url.href)
    const path = url.searchParams.has('code') ? afterSignInPaths.done : afterSignInPaths.refused
    response.writeHead(302, { location: `${server.origin}${path}` }).end()
  })
  await new Promise<void>((ready) => listener.listen(0, host, ready))
  const address = listener.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const redirect = `http://${host === '::1' ? '[::1]' : host}:${port}/callback`
  return { redirect, answer, close: () => listener.close() }
}

const enter = async (page: Page, email = 'operator@contoso.example'): Promise<void> => {
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe('a sign-in of setup in a browser', () => {
  it.each(['127.0.0.1', '::1'] as const)('ends on our page and gives a token through %s', async (host) => {
    const listener = await listen(host)
    const context = await open()
    try {
      const asked = await setup.ask({ redirect_uri: listener.redirect })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      await page.goto(asked.reply.short_address)
      await enter(page)
      await page.getByText(asked.reply.matching_words).waitFor()
      await page.getByRole('button', { name: 'Allow', exact: true }).click()
      await page.getByRole('heading', { name: 'This server may join' }).waitFor()
      expect((await setup.exchange(asked, await listener.answer)).token_type).toBe('dpop')
      expect(complaints).toEqual([])
    } finally {
      listener.close()
      await context.close()
    }
  })

  it('can be refused with the keyboard alone', async () => {
    const listener = await listen('127.0.0.1')
    const context = await open()
    try {
      const asked = await setup.ask({ redirect_uri: listener.redirect })
      const page = await context.newPage()
      await page.goto(asked.reply.short_address)
      await page.keyboard.type('operator@contoso.example')
      await page.keyboard.press('Tab')
      await page.keyboard.type(password)
      await page.keyboard.press('Enter')
      // The words are on the page before this one too.
      await page.getByRole('button', { name: 'Allow', exact: true }).waitFor()
      await page.getByText(asked.reply.matching_words).waitFor()
      await page.keyboard.press('Tab')
      expect(await page.locator(':focus').textContent()).toBe('Not you?')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Not allowed' }).waitFor()
      expect(new URL(await listener.answer).searchParams.get('error')).toBe('access_denied')
    } finally {
      listener.close()
      await context.close()
    }
  })
})

describe('the console in a browser', () => {
  it('follows health without a reload, and filters', async () => {
    const context = await open()
    try {
      const page = await context.newPage()
      await page.goto(`${server.origin}/console`)
      await enter(page)
      await page.getByText('1 of 4 cut off').waitFor()
      await addConnector(server, samples.regensburg, 'RGB-CONN-01', true)
      await page.getByText('RGB-CONN-01').waitFor()
      await page.getByRole('searchbox').fill('augs')
      await page.getByRole('link', { name: 'Munich' }).waitFor({ state: 'hidden' })
      expect(await page.getByRole('link', { name: 'Augsburg' }).isVisible()).toBe(true)
    } finally {
      await context.close()
    }
  })
})

describe('every page', () => {
  const themes = [
    { name: 'light', axe: true, options: { colorScheme: 'light' } },
    { name: 'dark', axe: true, options: { colorScheme: 'dark' } },
    { name: 'high contrast', axe: true, options: { forcedColors: 'active' } },
    { name: 'at 200 %', axe: false, options: { viewport: { width: 512, height: 360 }, deviceScaleFactor: 2 } },
  ] as const

  it.each(themes)(
    'is without findings of axe and without sideways scrolling, $name',
    async ({ options, axe }) => {
      const context = await open(options)
      const findings: string[] = []
      try {
        const page = await context.newPage()
        const look = async (name: string): Promise<void> => {
          // The default mode opens a page of its own, which a context without popups does not give.
          const { violations } = axe ? await new AxeBuilder({ page }).setLegacyMode(true).analyze() : { violations: [] }
          findings.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map((node) => node.html).join(' ')}`))
          const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          if (beyond > 0) findings.push(`${name}: ${beyond} px beyond the right edge`)
        }
        const visit = async (name: string, path: string): Promise<void> => {
          await page.goto(new URL(path, server.origin).href)
          await look(name)
        }
        const asked = await setup.ask()
        await visit('sign in', asked.address)
        await page.getByLabel('Email address').fill('reader@contoso.example')
        await page.getByLabel('Password', { exact: true }).fill('wrong')
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        await page.getByRole('alert').waitFor()
        await look('wrong password')
        await enter(page, 'owner@contoso.example')
        await page.getByText(asked.reply.matching_words).waitFor()
        await look('consent')
        await visit('done', afterSignInPaths.done)
        await visit('refused', afterSignInPaths.refused)
        await visit('error', '/s/34679cdf')
        await visit('device', '/oidc/device')
        const device = await setup.startDevice()
        await page.getByLabel('Code').fill(device.user_code)
        await page.getByRole('button', { name: 'Next' }).click()
        await page.getByText(device.user_code).waitFor()
        await look('device, confirm')
        await visit('first password', await server.signIn.createPasswordLink(server.people.reader.id))
        await visit('console, sign in', '/console')
        await enter(page, 'owner@contoso.example')
        await page.getByRole('heading', { name: 'Resource locations' }).waitFor()
        await look('locations')
        const { nuremberg, munich, connector } = samples
        for (const path of [
          `locations/${nuremberg.id}`,
          `locations/${munich.id}`,
          'locations/new',
          `locations/${munich.id}/delete`,
          `locations/${munich.id}/download`,
          'download',
          'connectors',
          `connectors/${connector}`,
          `connectors/${connector}/remove`,
          'tokens',
          'keys',
          'audit',
        ])
          await visit(path, `/console/${path}`)
        await visit('change password', '/sign-in/password')
        await visit('signed out', '/sign-in/signed-out')
      } finally {
        await context.close()
      }
      expect(findings).toEqual([])
    },
    180_000,
  )
})
