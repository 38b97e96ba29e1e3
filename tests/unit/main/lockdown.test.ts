import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'
import { lockDown, mayNavigate, mayRequest } from '../../../main/lockdown.ts'
import { readableLog } from '../../fakes/silent-log.ts'

test.each([
  ['app://causeway/assets/a.js', true],
  ['data:image/png;base64,AA', true],
  ['data:text/html,x', false],
  ['https://causeway.contoso.example/', false],
  ['app://other/a.js', false],
  ['app://causeway.example/a.js', false],
  ['file:///etc/passwd', false],
])('request of %s: %s', (url, allowed) => {
  expect(mayRequest(url)).toBe(allowed)
})

test.each([
  ['app://causeway/index.html', true],
  ['app://causeway/index.html#x', true],
  ['app://causeway/other.html', false],
  ['app://causeway/index.html.evil', false],
  ['https://elsewhere.example/', false],
  ['data:text/html,x', false],
])('navigation to %s: %s', (url, allowed) => {
  expect(mayNavigate(url)).toBe(allowed)
})

/** As much of Electron's session and page as the lockdown touches. */
const electron = () => {
  const asked: Record<string, unknown> = {}
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void) =>
      handler({}, 'media', (granted) => (asked['request'] = granted)),
    setPermissionCheckHandler: (handler: () => boolean) => (asked['check'] = handler()),
    setDevicePermissionHandler: (handler: () => boolean) => (asked['device'] = handler()),
    setSpellCheckerEnabled: (enabled: boolean) => (asked['spelling'] = enabled),
    webRequest: {
      onBeforeRequest: (listener: (details: { url: string }, answer: (response: { cancel: boolean }) => void) => void) =>
        listener({ url: 'https://a.example' }, ({ cancel }) => (asked['cancelled'] = cancel)),
    },
  })
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: (details: { url: string }) => unknown) => (asked['window'] = handler({ url: 'https://a.example' })),
  })
  const app = new EventEmitter()
  lockDown(app as never, session as never, readableLog().log)
  app.emit('web-contents-created', {}, contents)
  return { asked, session, contents }
}

test('permissions, devices, other windows and requests are refused', () => {
  expect(electron().asked).toEqual({
    request: false,
    check: false,
    device: false,
    spelling: false,
    window: { action: 'deny' },
    cancelled: true,
  })
})

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s elsewhere is prevented', (name) => {
  const preventDefault = vi.fn()
  electron().contents.emit(name, { preventDefault, url: 'https://a.example' })
  expect(preventDefault).toHaveBeenCalledOnce()
})

test('embedded pages and downloads are prevented', () => {
  const preventDefault = vi.fn()
  const { contents, session } = electron()
  contents.emit('will-attach-webview', { preventDefault })
  session.emit('will-download', { preventDefault })
  expect(preventDefault).toHaveBeenCalledTimes(2)
})
