/** Sign-in, put together: the provider, its pages, and the door that the API asks. */
import formBody from '@fastify/formbody'
import cookies from '@fastify/cookie'
import { type FastifyInstance } from 'fastify'
import { type UserId } from '../../contract/ids.ts'
import { Secret } from '../../contract/secret.ts'
import { errorPage } from '../pages/error-page.ts'
import { failed } from '../../contract/error-codes.ts'
import { FormGuard } from '../pages/form-guard.ts'
import { languageOf } from '../pages/language.ts'
import { answerErrorsWithPages } from '../pages/page-errors.ts'
import { registerAssets, sendPage } from '../pages/shell.ts'
import { accessTokenVerifier } from './access-token.ts'
import { createPasswordLink, PasswordSignIn, setPassword } from './accounts.ts'
import { registerAccountPages } from './account-pages.ts'
import { sessionOf } from './console-session.ts'
import { devicePages } from './device-pages.ts'
import { LockOut } from './lock-out.ts'
import { createProvider, oidcPath, pushAgain } from './oidc.ts'
import { oidcAdapter } from './oidc-adapter.ts'
import { registerOidc, renderOidcError } from './oidc-mount.ts'
import { People } from './people.ts'
import { RateLimit } from './rate-limit.ts'
import { registerRequestPages } from './request-pages.ts'
import { newToken, signInSecret } from './secrets.ts'
import { Sessions } from './sessions.ts'
import { storeOf } from '../store/store.ts'
import { type SignIn, type SignInOptions } from './sign-in-api.ts'
import { scopesOf, SignInRequests } from './sign-in-requests.ts'
import { SignInAudit } from './sign-in-audit.ts'
import { loadSigningKeys } from './signing-keys.ts'

export const createSignIn = async ({ database, publicUrl, log, now }: SignInOptions): Promise<SignIn> => {
  const at = new Date(now())
  const requests = new SignInRequests(database)
  const sessions = new Sessions(database)
  const guard = new FormGuard(await signInSecret(database, 'form-guard', at), publicUrl)
  const lockOut = new LockOut(database, await signInSecret(database, 'failure-key', at))
  const { auditLog } = storeOf(database)
  const audit = new SignInAudit({
    record: (entry) => auditLog.record([entry], new Date(now())),
    notWritten: (error) => log.error({ topic: 'sign-in', err: error }, 'audit not written'),
  })
  const passwordSignIn = new PasswordSignIn(database, lockOut, audit, new Secret(newToken()))
  const provider = createProvider({
    origin: publicUrl,
    database,
    requests,
    adapter: oidcAdapter(database, now),
    signingKeys: await loadSigningKeys(database, at),
    cookieKey: await signInSecret(database, 'cookie-signature', at),
    devicePages,
    renderError: renderOidcError,
    failed: (error) => log.error({ topic: 'sign-in', err: error }, 'sign-in failed unexpectedly'),
    now,
  })

  const register = async (server: FastifyInstance): Promise<void> => {
    registerAssets(server)
    await registerOidc(server, { provider, origin: publicUrl, limit: new RateLimit(120, 60_000), now })
    await server.register(async (scope) => {
      answerErrorsWithPages(scope)
      await scope.register(cookies)
      await scope.register(formBody, { bodyLimit: 65_536 })
      const shortAddressLimit = new RateLimit(10, 60_000)
      scope.get('/s/:code', async (request, reply) => {
        const wait = shortAddressLimit.take(request.ip, now())
        const language = languageOf(request.headers['accept-language'])
        if (wait > 0)
          return sendPage(reply.header('retry-after', String(wait)), errorPage(failed('CW5006', { seconds: wait }).failure, language))
        const redeemed = await requests.redeem((request.params as { code: string }).code.slice(0, 40), new Date(now()))
        if (!redeemed.ok) return sendPage(reply, errorPage(redeemed.failure, language))
        return reply.redirect(await pushAgain(provider, redeemed.value.parameters), 303)
      })
      registerAccountPages(scope, { database, passwordSignIn, sessions, audit, guard, origin: publicUrl, now })
      registerRequestPages(scope, {
        provider,
        database,
        requests,
        passwordSignIn,
        sessions,
        guard,
        now,
        decided: async ({ person, request, allowed }) => {
          await auditLog.record(
            [
              {
                organizationId: person.organizationId,
                actor: person.email,
                action: allowed ? 'signIn.allowed' : 'signIn.refused',
                object: request.machine?.name ?? request.id,
                outcome: allowed ? 'done' : 'refused',
                values: { words: request.words, address: request.requesterAddress, scope: scopesOf(request).join(' ') },
              },
            ],
            new Date(now()),
          )
        },
      })
    })
  }

  return {
    issuer: `${publicUrl}${oidcPath}`,
    register,
    verifyAccessToken: accessTokenVerifier({ provider, database, origin: publicUrl, now }),
    createPasswordLink: async (user: UserId) => `/sign-in/first/${await createPasswordLink(database, user, new Date(now()))}`,
    setPassword: (user, password) => setPassword(database, user, password, new Date(now())),
    door: {
      personOf: (request) => sessionOf(request, sessions, new Date(now())),
      guardToken: (request, reply) => guard.tokenFor(request, reply),
      checkGuard: (request, field) => guard.check(request, field),
      people: new People(database, now),
    },
    close: () => audit.settled(),
  }
}
