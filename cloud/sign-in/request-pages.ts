/** Pages of one sign-in that a setup program asked for: sign in, then allow or refuse. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Provider } from 'oidc-provider'
import { setupClient } from '../../contract/control-plane-api.ts'
import { type Failure, failed } from '../../contract/error-codes.ts'
import { errorPage } from '../pages/error-page.ts'
import { type FormGuard } from '../pages/form-guard.ts'
import { languageOf } from '../pages/language.ts'
import { sendPage } from '../pages/shell.ts'
import { wordingOf } from '../pages/wording/wording.ts'
import { type Database } from '../store/database.ts'
import { findPerson, type PasswordSignIn, type Person } from './accounts.ts'
import { consentPage, signInPage } from './consent-page.ts'
import { clearSession, sessionOf } from './console-session.ts'
import { isDeviceSignInAllowed } from './device-sign-in.ts'
import { formOf, secretOf } from './form.ts'
import { pushAgain, requestParameter } from './oidc.ts'
import { type Sessions } from './sessions.ts'
import { scopesOf, type SignInRequest, type SignInRequests } from './sign-in-requests.ts'

export interface RequestPagesOptions {
  provider: Provider
  database: Database
  requests: SignInRequests
  passwordSignIn: PasswordSignIn
  sessions: Sessions
  guard: FormGuard
  now: () => number
  /** Told what a person decided, for the audit log. */
  decided: (decision: { person: Person; request: SignInRequest; allowed: boolean }) => Promise<void>
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

interface Present {
  interaction: Interaction
  request: SignInRequest
}

const textOf = (parameter: unknown): string => (typeof parameter === 'string' ? parameter : '')

const targetsOf = ({ params }: Interaction): string[] => {
  const redirect = typeof params['redirect_uri'] === 'string' ? URL.parse(params['redirect_uri']) : null
  if (redirect === null) return []
  // A source list cannot name an IPv6 address (CSP level 3, section 2.3.1), so there the scheme has to do.
  return [redirect.hostname.startsWith('[') ? 'http:' : redirect.origin]
}

export const registerRequestPages = (server: FastifyInstance, options: RequestPagesOptions): void => {
  const { provider, database, requests, passwordSignIn, sessions, guard, now, decided } = options
  const at = () => new Date(now())

  const refuse = (request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply =>
    sendPage(reply, errorPage(failure, languageOf(request.headers['accept-language'])))

  /** The request that the address and this browser's cookie name; the page of CW5010 is sent when there is none. */
  const present = async (request: FastifyRequest, reply: FastifyReply): Promise<Present | undefined> => {
    const { uid } = request.params as { uid: string }
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined)
    const asked = interaction === undefined ? undefined : await requests.find(interaction.params[requestParameter], at())
    if (interaction === undefined || asked === undefined || interaction.uid !== uid) {
      refuse(request, reply, failed('CW5010').failure)
      return undefined
    }
    return { interaction, request: asked }
  }

  const finish = async (
    request: FastifyRequest,
    reply: FastifyReply,
    result: Parameters<Provider['interactionResult']>[2],
  ): Promise<FastifyReply> => reply.redirect(await provider.interactionResult(request.raw, reply.raw, result), 303)

  const signedIn = (request: FastifyRequest, reply: FastifyReply, person: Person): Promise<FastifyReply> =>
    finish(request, reply, { login: { accountId: person.id, remember: false, amr: ['pwd'] } })

  /** Why this person may not allow this request. */
  const hindrance = async (person: Person, asked: SignInRequest, language: 'en' | 'zh-CN'): Promise<Failure | undefined> => {
    const { words } = wordingOf(language)
    if (person.role === 'reader' && scopesOf(asked).includes(setupClient.enrollScope))
      return failed('CW2015', { account: person.email, organization: person.organizationName, role: words.roles[person.role] }).failure
    if (asked.method === 'device' && !(await isDeviceSignInAllowed(database, person.organizationId)))
      return failed('CW2014', { method: 'device' }).failure
    return undefined
  }

  const consenting = async ({ interaction }: Present): Promise<Person | undefined> =>
    interaction.prompt.name === 'consent' && interaction.session !== undefined
      ? findPerson(database, interaction.session.accountId)
      : undefined

  const guarded = (request: FastifyRequest, reply: FastifyReply): boolean => {
    const checked = guard.check(request, formOf(request)['guard'])
    if (!checked.ok) refuse(request, reply, checked.failure)
    return checked.ok
  }

  server.get('/sign-in/request/:uid', async (request, reply) => {
    const here = await present(request, reply)
    if (here === undefined) return reply
    const language = languageOf(request.headers['accept-language'])
    const common = {
      language,
      uid: here.interaction.uid,
      request: here.request,
      guard: guard.tokenFor(request, reply),
      formTargets: targetsOf(here.interaction),
      now: at(),
    }
    if (here.interaction.prompt.name === 'login') {
      const again = textOf(here.interaction.params['prompt']).split(' ').includes('login')
      const person = again ? undefined : await sessionOf(request, sessions, at())
      if (person !== undefined) return signedIn(request, reply, person)
      return sendPage(reply, signInPage({ ...common }))
    }
    const person = await consenting(here)
    if (person === undefined) return refuse(request, reply, failed('CW5010').failure)
    return sendPage(
      reply,
      consentPage({ ...common, person, ownAddress: request.ip, hindrance: await hindrance(person, here.request, language) }),
    )
  })

  server.post('/sign-in/request/:uid/password', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const here = await present(request, reply)
    if (here === undefined) return reply
    if (here.interaction.prompt.name !== 'login') return reply.redirect(`/sign-in/request/${here.interaction.uid}`, 303)
    const { email = '', password } = formOf(request)
    const result = await passwordSignIn.signIn({ email: email.slice(0, 254), password: secretOf(password), address: request.ip }, at())
    if (result.ok) {
      guard.renew(request, reply)
      return signedIn(request, reply, result.value)
    }
    const language = languageOf(request.headers['accept-language'])
    return sendPage(
      reply,
      signInPage({
        language,
        uid: here.interaction.uid,
        request: here.request,
        guard: guard.tokenFor(request, reply),
        formTargets: targetsOf(here.interaction),
        now: at(),
        email,
        failure: result.failure,
      }),
    )
  })

  server.post('/sign-in/request/:uid/allow', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const here = await present(request, reply)
    if (here === undefined) return reply
    const person = await consenting(here)
    if (person === undefined) return refuse(request, reply, failed('CW5010').failure)
    const hindered = await hindrance(person, here.request, languageOf(request.headers['accept-language']))
    if (hindered !== undefined) return refuse(request, reply, hindered)
    const grant = new provider.Grant({ accountId: person.id, clientId: textOf(here.interaction.params['client_id']) })
    grant.addOIDCScope(textOf(here.interaction.params['scope']))
    const grantId = await grant.save()
    await decided({ person, request: here.request, allowed: true })
    return finish(request, reply, { consent: { grantId } })
  })

  server.post('/sign-in/request/:uid/refuse', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const here = await present(request, reply)
    if (here === undefined) return reply
    const person = await consenting(here)
    const hindered = person === undefined ? undefined : await hindrance(person, here.request, 'en')
    if (person !== undefined) await decided({ person, request: here.request, allowed: false })
    return finish(request, reply, { error: 'access_denied', error_description: hindered?.code ?? 'CW2010' })
  })

  server.post('/sign-in/request/:uid/switch', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const here = await present(request, reply)
    if (here === undefined) return reply
    if (here.interaction.session !== undefined) await (await provider.Session.findByUid(here.interaction.session.uid))?.destroy()
    await clearSession(request, reply, sessions)
    return reply.redirect(await pushAgain(provider, { ...here.request.parameters, prompt: 'login' }), 303)
  })
}
