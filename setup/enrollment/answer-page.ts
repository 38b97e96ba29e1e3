/** The page that the browser shows when it has brought its answer back. Self-contained: no script, nothing fetched, both languages. */

const styles = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#fff,#292929);color:light-dark(#242424,#fff);font:14px/20px "Segoe UI","Microsoft YaHei UI",system-ui,sans-serif}
main{max-width:30rem;padding:2rem;border:1px solid light-dark(#e0e0e0,#424242);border-radius:6px}h1{font-size:24px;line-height:32px;margin:0 0 .5rem;font-weight:600}p{margin:.25rem 0}[lang=zh-CN]{margin-top:1rem;color:light-dark(#616161,#adadad)}`

const sentences = {
  done: {
    en: ['Signed in', 'Return to the setup window. This tab can be closed.'],
    zh: ['已登录', '请返回安装窗口。可以关闭此标签页。'],
  },
  refused: {
    en: ['Not signed in', 'Nothing was allowed. Return to the setup window to try again. This tab can be closed.'],
    zh: ['未登录', '未授予任何权限。请返回安装窗口重试。可以关闭此标签页。'],
  },
} as const

export const answerPage = (outcome: 'done' | 'refused'): string => {
  const { en, zh } = sentences[outcome]
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${en[0]} – Causeway</title><style>${styles}</style></head><body><main><h1>${en[0]}</h1><p>${en[1]}</p><p lang="zh-CN">${zh[0]}。${zh[1]}</p></main></body></html>`
}

/** Nothing may be loaded, framed or sent from this page; it is not kept in any cache. */
export const answerPageHeaders: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}
