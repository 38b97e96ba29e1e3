/** `app://causeway/…`: serves the built page, and nothing beside its folder. */
import { readFile, realpath } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

export const appScheme = 'app'
export const appOrigin = 'app://causeway'
/** The one page. */
export const appPage = `${appOrigin}/index.html`

/**
 * The hash of nothing: style elements may be made empty and are then filled rule by rule from scripts of the page (Fluent UI
 * does so), while style text in the page's markup stays refused.
 */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** The page can load its own files and reach nothing else: every word to the outside goes through the ipc gate. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${emptyStyle}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const headers = (type: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=()',
  'cache-control': 'no-store',
})

const refusal = (status: 400 | 404 | 405): Response => new Response(null, { status, headers: headers('text/plain; charset=utf-8') })

/**
 * Path below the folder that an address asks for. Absent when the address is not one of ours or its path says anything but
 * plain names: dots, backslashes, drive letters, streams and encoded separators are refused before the file system is asked.
 */
export const pathOf = (address: string): string | undefined => {
  if (!URL.canParse(address)) return undefined
  const { protocol, host, pathname } = new URL(address)
  if (protocol !== `${appScheme}:` || host !== 'causeway') return undefined
  const names = (pathname === '/' ? '/index.html' : pathname).slice(1).split('/')
  return names.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name) && !name.includes('..')) ? names.join('/') : undefined
}

/** Answers one request for the page. Never throws: what cannot be read is not there. */
export const answerAppRequest = async (request: Request, folder: string): Promise<Response> => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405)
  const path = pathOf(request.url)
  if (path === undefined) return refusal(400)
  const type = mediaTypes[extname(path)]
  if (type === undefined) return refusal(404)
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))])
    if (!file.startsWith(root + sep)) return refusal(404)
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(file))
    return new Response(body, { status: 200, headers: headers(type) })
  } catch {
    return refusal(404)
  }
}
