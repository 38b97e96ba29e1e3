/** The frame of every page: head, headers that lock it down, the narrow card of sign-in. */
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type FastifyInstance, type FastifyReply } from 'fastify'
import { type Language } from '../../contract/wording/languages.ts'
import { html, type Html } from './html.ts'
import { logo } from './icons.ts'

const folder = join(import.meta.dirname, 'assets')

const assetOf = (name: string, type: string) => {
  const body = readFileSync(join(folder, name))
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/${name.replace(/\.(\w+)$/, `.${hash}.$1`)}`, body, type }
}

const assets = {
  style: assetOf('causeway.css', 'text/css; charset=utf-8'),
  script: assetOf('live.js', 'text/javascript; charset=utf-8'),
  icon: assetOf('causeway.svg', 'image/svg+xml'),
}

/** Serves style, script and icon under names that change with their content. */
export const registerAssets = (server: FastifyInstance): void => {
  for (const { path, body, type } of Object.values(assets))
    server.get(path, async (_request, reply) =>
      reply
        .header('content-type', type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('x-content-type-options', 'nosniff')
        .send(body),
    )
}

export interface PageFrame {
  language: Language
  title: string
  body: Html
  status?: number
  /** Where forms of the page may lead beside this host: browsers apply it to redirects after a form as well. */
  formTargets?: readonly string[]
  /** Whether the page loads our script. */
  live?: boolean
}

/** Headers of every page. No inline script or style anywhere, so none is allowed. */
export const pageHeaders = (formTargets: readonly string[] = []): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
})

export const document = ({ language, title, body, live }: PageFrame): string =>
  String(
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <title>${title} – Causeway</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="stylesheet" href="${assets.style.path}" />
          <link rel="icon" type="image/svg+xml" href="${assets.icon.path}" />
          ${live === true && html`<script type="module" src="${assets.script.path}"></script>`}
        </head>
        <body>
          ${body}
        </body>
      </html>`,
  )

export const sendPage = (reply: FastifyReply, frame: PageFrame): FastifyReply =>
  reply
    .code(frame.status ?? 200)
    .headers(pageHeaders(frame.formTargets))
    .send(document(frame))

/** The card in the middle that sign-in pages are. */
export const card = (content: Html): Html =>
  html`<main class="card">
    <div class="brand">${logo}<span class="strong">Causeway</span></div>
    ${content}
  </main>`

/** A list of named facts. */
export const facts = (rows: readonly (readonly [Html | string, Html | string] | false)[]): Html =>
  html`<dl class="facts">
    ${rows.map(
      (row) =>
        row !== false &&
        html`<div>
          <dt>${row[0]}</dt>
          <dd>${row[1]}</dd>
        </div>`,
    )}
  </dl>`

/** A message above a form; read aloud when the page opens. */
export const notice = (kind: 'fail' | 'warn' | 'pass', text: string, second?: string): Html =>
  html`<div class="notice ${kind}" role="${kind === 'fail' ? 'alert' : 'status'}">
    <p class="strong">${text}</p>
    ${second !== undefined && html`<p>${second}</p>`}
  </div>`
