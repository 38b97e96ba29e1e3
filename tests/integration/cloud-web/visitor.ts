/** A browser without a window: cookies by path, forms read from the page, redirects followed one at a time. */
import { type Dispatcher, fetch } from 'undici'

interface Cookie {
  name: string
  value: string
  path: string
  attributes: string
}

export interface Page {
  url: string
  status: number
  headers: Headers
  text: string
  location: string | undefined
}

export class Visitor {
  readonly #dispatcher: Dispatcher
  readonly #origin: string
  cookies: Cookie[] = []
  language = 'en'

  constructor(origin: string, dispatcher: Dispatcher) {
    this.#origin = origin
    this.#dispatcher = dispatcher
  }

  async ask(path: string, init: { method?: string; form?: Record<string, string>; headers?: Record<string, string> } = {}): Promise<Page> {
    const url = new URL(path, this.#origin)
    const cookie = this.cookies
      .filter((each) => url.pathname === each.path || url.pathname.startsWith(each.path.endsWith('/') ? each.path : `${each.path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(url, {
      dispatcher: this.#dispatcher,
      redirect: 'manual',
      method: init.method ?? (init.form === undefined ? 'GET' : 'POST'),
      headers: { accept: 'text/html', 'accept-language': this.language, ...(cookie === '' ? {} : { cookie }), ...init.headers },
      ...(init.form === undefined ? {} : { body: new URLSearchParams(init.form) }),
    })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    return {
      url: url.href,
      status: response.status,
      headers: response.headers as unknown as Headers,
      text,
      location: response.headers.get('location') ?? undefined,
    }
  }

  /** Follows redirects on our own host, up to the first page or the first redirect to elsewhere. */
  async go(path: string, init: Parameters<Visitor['ask']>[1] = {}): Promise<Page> {
    let page = await this.ask(path, init)
    for (let count = 0; count < 10 && page.location !== undefined; count += 1) {
      const next = new URL(page.location, page.url)
      if (next.origin !== this.#origin) return page
      page = await this.ask(next.href)
    }
    return page
  }

  /** Sends the page's form (the first, or the one whose address ends so) with its hidden fields. */
  submit(page: Page, fields: Record<string, string> = {}, ending = ''): Promise<Page> {
    const form = formsOf(page).find(({ actions }) => actions.some((action) => action.endsWith(ending)))
    const action = form?.actions.find((each) => each.endsWith(ending))
    if (form === undefined || action === undefined) throw new Error(`no form ${ending} on ${page.url}: ${page.text.slice(0, 2000)}`)
    return this.go(action, { form: { ...form.hidden, ...fields } })
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const index = pair.indexOf('=')
    const [name, value] = [pair.slice(0, index), pair.slice(index + 1)]
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/'
    this.cookies = this.cookies.filter((cookie) => cookie.name !== name || cookie.path !== path)
    const expires = attributes.find((each) => /^expires=/i.test(each))?.slice(8)
    const gone =
      value === '' || (expires !== undefined && Date.parse(expires) < Date.now()) || attributes.some((each) => /^max-age=0$/i.test(each))
    if (!gone) this.cookies.push({ name, value, path, attributes: attributes.join('; ') })
  }
}

const unescape = (text: string): string =>
  text
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

export const formsOf = (page: Page): { actions: string[]; hidden: Record<string, string> }[] =>
  [...page.text.matchAll(/<form\b[^>]*\baction="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(([, action = '', content = '']) => ({
    actions: [action, ...[...content.matchAll(/\bformaction="([^"]*)"/g)].map(([, each = '']) => each)].map(unescape),
    hidden: Object.fromEntries(
      [...content.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [
        /name="([^"]*)"/.exec(tag)?.[1] ?? '',
        unescape(/value="([^"]*)"/.exec(tag)?.[1] ?? ''),
      ]),
    ),
  }))
