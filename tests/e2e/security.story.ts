import type {} from '../../renderer/bridge.ts'
import { expect, test } from './fixtures.ts'

test('a page that was taken over can neither leave, nor reach the network, nor forge a call', async ({ open, cloud }) => {
  const wizard = await open()
  const { page } = wizard
  await wizard.isOn('Check this server')

  const tried = await page.evaluate(async (elsewhere) => {
    const outcome = (attempt: () => unknown): Promise<string> =>
      Promise.resolve()
        .then(attempt)
        .then(
          () => 'done',
          () => 'refused',
        )
    const image = (address: string) =>
      new Promise((loaded, refused) => {
        const picture = Object.assign(document.createElement('img'), { onload: loaded, onerror: refused, src: address })
        document.body.append(picture)
      })
    const script = (make: (element: HTMLScriptElement) => void) =>
      new Promise((ran, refused) => {
        const element = document.createElement('script')
        Object.assign(window, { planted: ran })
        element.onerror = refused
        make(element)
        document.head.append(element)
        // An inline script that is refused tells nobody.
        setTimeout(refused, 200)
      })
    return {
      fetch: await outcome(() => fetch(elsewhere)),
      ownFetch: await outcome(() => fetch('index.html')),
      beacon: navigator.sendBeacon(elsewhere, 'x') ? 'queued' : 'refused',
      socket: await outcome(
        () =>
          new Promise((opened, refused) =>
            Object.assign(new WebSocket(elsewhere.replace('https', 'wss')), { onopen: opened, onerror: refused }),
          ),
      ),
      image: await outcome(() => image(`${elsewhere}/causeway.svg`)),
      evaluate: await outcome(() => (0, eval)('1')),
      inline: await outcome(() => script((element) => (element.textContent = 'window.planted()'))),
      foreignScript: await outcome(() => script((element) => (element.src = `${elsewhere}/x.js`))),
      frame: await outcome(
        () =>
          new Promise((loaded, refused) => {
            const frame = document.createElement('iframe')
            frame.src = elsewhere
            frame.onload = () => (frame.contentDocument === null ? refused(new Error('blocked')) : loaded(undefined))
            document.body.append(frame)
          }),
      ),
      camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true })),
      location: await outcome(() => new Promise((found, refused) => navigator.geolocation.getCurrentPosition(found, refused))),
      node: typeof Reflect.get(window, 'require') + typeof Reflect.get(window, 'process'),
      bridge: Object.keys(window.causeway ?? {})
        .sort()
        .join(' '),
    }
  }, cloud.address)
  expect(tried).toEqual({
    fetch: 'refused',
    ownFetch: 'refused',
    beacon: expect.stringMatching(/queued|refused/) as unknown,
    socket: 'refused',
    image: 'refused',
    evaluate: 'refused',
    inline: 'refused',
    foreignScript: 'refused',
    frame: 'refused',
    camera: 'refused',
    location: 'refused',
    node: 'undefinedundefined',
    bridge: 'call onAgent onEvent',
  })

  const forged = await page.evaluate(async () => {
    const { causeway } = window
    const refusal = async (name: string, argument: unknown): Promise<unknown> =>
      causeway?.call(name as 'snapshot', argument as Record<string, never>).then(
        () => 'answered',
        (reason: unknown) => (reason as { code?: unknown }).code,
      )
    return {
      unknown: await refusal('runProgram', { path: 'calc.exe' }),
      inherited: await refusal('constructor', {}),
      wrongArgument: await refusal('createLocation', { name: 7 }),
      tooLong: await refusal('copyText', { text: 'x'.repeat(200_001) }),
      foreignLink: await refusal('openLink', { link: 'https://elsewhere.example' }),
      traversal: await causeway
        ?.call('openLink', { link: 'docsCheck', of: '../../../etc/passwd' })
        .then((answer) => (answer.ok ? 'opened' : answer.failure.code)),
    }
  })
  expect(forged).toEqual({
    unknown: 'CW7007',
    inherited: 'CW7007',
    wrongArgument: 'CW7007',
    tooLong: 'CW7007',
    foreignLink: 'CW7007',
    traversal: 'CW5003',
  })

  await page.evaluate((elsewhere) => {
    window.open(elsewhere)
  }, cloud.address)
  await expect.poll(() => wizard.app.windows().length).toBe(1)
  await page.evaluate((elsewhere) => {
    location.href = elsewhere
  }, cloud.address)
  await expect.poll(() => page.evaluate(() => window.causeway?.call('preferences', {}).then(({ theme }) => theme))).toBe('light')
  await wizard.isOn('Check this server')
  expect(wizard.app.windows()).toHaveLength(1)
  expect(await wizard.app.evaluate(({ app }) => (app as typeof app & { addresses: string[] }).addresses)).toEqual([])
})

test('a call from another window is refused', async ({ open }) => {
  const wizard = await open()
  await wizard.isOn('Check this server')
  const stranger = wizard.app.waitForEvent('window')
  await wizard.app.evaluate(({ app, BrowserWindow }) => {
    const preload = `${app.getAppPath()}/out/app/preload/index.cjs`
    const other = new BrowserWindow({ webPreferences: { preload, sandbox: true } })
    void other.loadURL('app://causeway/index.html')
  })
  const page = await stranger
  await page.waitForFunction(() => window.causeway !== undefined)
  expect(
    await page.evaluate(() => window.causeway?.call('snapshot', {}).catch((reason: unknown) => (reason as { code?: unknown }).code)),
  ).toBe('CW9002')
})
