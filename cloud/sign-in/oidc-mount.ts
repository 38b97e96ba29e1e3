/** Hands `/oidc/…` to oidc-provider, which is a Koa program, and keeps it from believing what a request says about our address. */
import { type FastifyInstance } from 'fastify'
import { errors, type KoaContextWithOIDC, type Provider } from 'oidc-provider'
import { type ErrorCode, failed } from '../../contract/error-codes.ts'
import { errorPage } from '../pages/error-page.ts'
import { languageOf } from '../pages/language.ts'
import { document, pageHeaders } from '../pages/shell.ts'
import { oidcCookies, oidcPath } from './oidc.ts'
import { type RateLimit } from './rate-limit.ts'

export interface OidcMountOptions {
  provider: Provider
  origin: string
  /** Limits what anybody may post without having signed in: pushed requests, device requests, tokens. */
  limit: RateLimit
  now: () => number
}

/** Which of our codes an error of the provider is. */
export const codeOf = (error: Error): ErrorCode => {
  if (error instanceof errors.AccessDenied) return 'CW2010'
  if (error instanceof errors.SessionNotFound || error instanceof errors.InvalidRequestUri || error instanceof errors.ExpiredToken)
    return 'CW5010'
  if (error instanceof errors.OIDCProviderError && error.expose) return 'CW5004'
  return 'CW9001'
}

/** Shown where an error cannot be told to the program that asked, because its redirect address is not known to be right. */
export const renderOidcError = (context: KoaContextWithOIDC, error: Error): void => {
  const values = {
    where: 'sign-in',
    detail: error instanceof errors.OIDCProviderError && error.expose ? (error.error_description ?? error.error) : '',
  }
  const page = errorPage(failed(codeOf(error), values).failure, languageOf(context.get('accept-language')))
  context.set(pageHeaders())
  context.status = page.status ?? 400
  context.body = document(page)
}

const withoutCookie = (header: string | undefined, names: readonly string[]): string | undefined =>
  header
    ?.split(';')
    .filter((pair) => !names.includes(pair.split('=', 1)[0]?.trim() ?? ''))
    .join(';')

export const registerOidc = async (server: FastifyInstance, { provider, origin, limit, now }: OidcMountOptions): Promise<void> => {
  const answer = provider.callback()
  const { host } = new URL(origin)
  await server.register(async (scope) => {
    // The provider reads the body itself.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.all(`${oidcPath}/*`, async (request, reply) => {
      if (request.method === 'POST') {
        const wait = limit.take(request.ip, now())
        if (wait > 0)
          return reply
            .code(429)
            .header('retry-after', String(wait))
            .send({ error: 'temporarily_unavailable', error_description: 'CW2025: too many requests', code: 'CW2025' })
      }
      const { raw } = request
      const path = (raw.url ?? '').slice(oidcPath.length) || '/'
      const url = new URL(path, origin)
      // Each request begins without an earlier one's session: who signed in for one machine is not signed in for the next.
      if (raw.method === 'GET' && (url.pathname === '/auth' || url.pathname === '/device')) {
        const { session } = oidcCookies
        const cookie = withoutCookie(raw.headers.cookie, [session, `${session}.sig`])
        if (cookie === undefined || cookie === '') delete raw.headers.cookie
        else raw.headers.cookie = cookie
      }
      // A code in the address would be confirmed by a click on a link that somebody sent.
      if (url.pathname === '/device') url.searchParams.delete('user_code')
      const mounted = raw as typeof raw & { originalUrl?: string }
      mounted.originalUrl = raw.url ?? ''
      raw.url = `${url.pathname}${url.search}`
      mounted.originalUrl = `${oidcPath}${raw.url}`
      raw.headers.host = host
      if (raw.headers[':authority'] !== undefined) raw.headers[':authority'] = host
      reply.hijack()
      await answer(raw, reply.raw)
      return reply
    })
  })
}
