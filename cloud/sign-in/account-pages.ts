/** Pages around the account: sign in and out of the console, set the first password, change it; and what is shown after setup's sign-in. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { afterSignInPaths } from '../../contract/control-plane-api.ts'
import { type Failure, failed } from '../../contract/error-codes.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { errorPage, statusOf } from '../pages/error-page.ts'
import { type FormGuard } from '../pages/form-guard.ts'
import { html, type Html } from '../pages/html.ts'
import { mark } from '../pages/icons.ts'
import { languageOf } from '../pages/language.ts'
import { card, notice, sendPage } from '../pages/shell.ts'
import { wordingOf } from '../pages/wording/wording.ts'
import { type Database } from '../store/database.ts'
import { inspectPasswordLink, passwordFlaw, type PasswordSignIn, setPassword, usePasswordLink } from './accounts.ts'
import { beginSession, clearSession, sessionOf } from './console-session.ts'
import { formOf, secretOf } from './form.ts'
import { passwordForm } from './password-form.ts'
import { type Sessions } from './sessions.ts'
import { type SignInAudit } from './sign-in-audit.ts'
import { signInForm } from './sign-in-form.ts'

export interface AccountPagesOptions {
  database: Database
  passwordSignIn: PasswordSignIn
  sessions: Sessions
  audit: SignInAudit
  guard: FormGuard
  origin: string
  now: () => number
}

const home = '/console'

/** Only a path of the console or the password page: never another host. */
const returnPath = (wanted: string | undefined): string =>
  wanted !== undefined && /^\/(console|sign-in\/password)(?:[/?][A-Za-z0-9/_.?=&%-]*)?$/.test(wanted) ? wanted : home

export const registerAccountPages = (server: FastifyInstance, options: AccountPagesOptions): void => {
  const { database, passwordSignIn, sessions, audit, guard, origin, now } = options
  const at = () => new Date(now())
  const language = (request: FastifyRequest): Language => languageOf(request.headers['accept-language'])
  const refuse = (request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply =>
    sendPage(reply, errorPage(failure, language(request)))

  const guarded = (request: FastifyRequest, reply: FastifyReply): boolean => {
    const checked = guard.check(request, formOf(request)['guard'])
    if (!checked.ok) refuse(request, reply, checked.failure)
    return checked.ok
  }

  const signInPage = (
    request: FastifyRequest,
    reply: FastifyReply,
    more: { returnTo: string; email?: string; failure?: Failure; before?: Html },
  ): FastifyReply => {
    const { words, say } = wordingOf(language(request))
    const { before, failure, ...form } = more
    return sendPage(reply, {
      language: language(request),
      title: words.signIn.title,
      status: failure === undefined ? 200 : statusOf(failure.code),
      body: card(html`
        <div class="head">
          <h1>${words.signIn.title}</h1>
          <p class="lead">${say(words.signIn.lead, { host: new URL(origin).host })}</p>
        </div>
        ${before}
        ${signInForm({ language: language(request), action: '/sign-in', guard: guard.tokenFor(request, reply), failure, ...form })}
      `),
    })
  }

  const stated = (of: 'pass' | 'none', title: string, text: string, after?: Html) =>
    card(
      html`<div class="state">
        ${mark(of)}
        <div class="section">
          <h1>${title}</h1>
          <p>${text}</p>
          ${after}
        </div>
      </div>`,
    )

  server.get('/sign-in', async (request, reply) => {
    const returnTo = returnPath((request.query as Record<string, string | undefined>)['return'])
    if ((await sessionOf(request, sessions, at())) !== undefined) return reply.redirect(returnTo, 303)
    return signInPage(request, reply, { returnTo })
  })

  server.post('/sign-in', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const form = formOf(request)
    const email = (form['email'] ?? '').slice(0, 254)
    const returnTo = returnPath(form['return'])
    const result = await passwordSignIn.signIn({ email, password: secretOf(form['password']), address: request.ip }, at())
    if (!result.ok) return signInPage(request, reply, { returnTo, email, failure: result.failure })
    await audit.signedIn(result.value, request.ip)
    await beginSession(request, reply, sessions, result.value.id, at())
    guard.renew(request, reply)
    return reply.redirect(returnTo, 303)
  })

  server.post('/sign-in/out', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    await clearSession(request, reply, sessions)
    guard.renew(request, reply)
    return reply.redirect('/sign-in/signed-out', 303)
  })

  server.get('/sign-in/signed-out', async (request, reply) => {
    const { words } = wordingOf(language(request))
    const again = html`<p><a href="/sign-in">${words.signedOut.again}</a></p>`
    return sendPage(reply, {
      language: language(request),
      title: words.signedOut.title,
      body: stated('pass', words.signedOut.title, words.signedOut.text, again),
    })
  })

  server.get(afterSignInPaths.done, async (request, reply) => {
    const { words } = wordingOf(language(request))
    return sendPage(reply, {
      language: language(request),
      title: words.done.title,
      body: stated('pass', words.done.title, words.done.text),
    })
  })

  server.get(afterSignInPaths.refused, async (request, reply) => {
    const { words } = wordingOf(language(request))
    return sendPage(reply, {
      language: language(request),
      title: words.refused.title,
      body: stated('none', words.refused.title, words.refused.text),
    })
  })

  const tokenOf = (request: FastifyRequest): string => (request.params as { token: string }).token.slice(0, 100)

  server.get('/sign-in/first/:token', async (request, reply) => {
    const link = await inspectPasswordLink(database, tokenOf(request), at())
    if (!link.ok) return refuse(request, reply, link.failure)
    return sendPage(
      reply,
      passwordForm({
        language: language(request),
        person: link.value,
        guard: guard.tokenFor(request, reply),
        kind: 'first',
        action: `/sign-in/first/${tokenOf(request)}`,
      }),
    )
  })

  server.post('/sign-in/first/:token', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const link = await inspectPasswordLink(database, tokenOf(request), at())
    if (!link.ok) return refuse(request, reply, link.failure)
    const form = formOf(request)
    const flaw = passwordFlaw(secretOf(form['new']), secretOf(form['repeat']), link.value.email)
    if (flaw !== undefined)
      return sendPage(
        reply,
        passwordForm({
          language: language(request),
          person: link.value,
          guard: guard.tokenFor(request, reply),
          kind: 'first',
          action: `/sign-in/first/${tokenOf(request)}`,
          flaw,
        }),
      )
    const used = await usePasswordLink(database, tokenOf(request), secretOf(form['new']), at())
    if (!used.ok) return refuse(request, reply, used.failure)
    guard.renew(request, reply)
    const { words } = wordingOf(language(request))
    return signInPage(request, reply, {
      returnTo: home,
      email: used.value.email,
      before: notice('pass', words.signIn.passwordSet, words.signIn.signInWithIt),
    })
  })

  server.get('/sign-in/password', async (request, reply) => {
    const person = await sessionOf(request, sessions, at())
    if (person === undefined) return reply.redirect('/sign-in?return=/sign-in/password', 303)
    return sendPage(
      reply,
      passwordForm({
        language: language(request),
        person,
        guard: guard.tokenFor(request, reply),
        kind: 'change',
        action: '/sign-in/password',
      }),
    )
  })

  server.post('/sign-in/password', async (request, reply) => {
    if (!guarded(request, reply)) return reply
    const person = await sessionOf(request, sessions, at())
    if (person === undefined) return refuse(request, reply, failed('CW5001').failure)
    const form = formOf(request)
    const again = (more: { flaw?: ReturnType<typeof passwordFlaw>; failure?: Failure }): FastifyReply =>
      sendPage(
        reply,
        passwordForm({
          language: language(request),
          person,
          guard: guard.tokenFor(request, reply),
          kind: 'change',
          action: '/sign-in/password',
          ...more,
        }),
      )
    const known = await passwordSignIn.signIn({ email: person.email, password: secretOf(form['present']), address: request.ip }, at())
    if (!known.ok) return again({ failure: known.failure })
    const flaw = passwordFlaw(secretOf(form['new']), secretOf(form['repeat']), person.email)
    if (flaw !== undefined) return again({ flaw })
    // Ends every session of the account, this one too, so a new one begins.
    await setPassword(database, person.id, secretOf(form['new']), at())
    await beginSession(request, reply, sessions, person.id, at())
    guard.renew(request, reply)
    return reply.redirect(home, 303)
  })
}
