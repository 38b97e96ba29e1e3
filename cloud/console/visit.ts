/** One request of somebody who is signed in: who, in which language, how to answer. Every page of the console goes through here. */
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { type Role } from '../../contract/control-plane-api.ts'
import { type Failure, failed, type MessageValues } from '../../contract/error-codes.ts'
import { format } from '../../contract/wording/format.ts'
import { type Language } from '../../contract/wording/languages.ts'
import { type Actor } from '../administration.ts'
import { covers } from '../api/access.ts'
import { errorPage, statusOf } from '../pages/error-page.ts'
import { html, type Html } from '../pages/html.ts'
import { languageOf } from '../pages/language.ts'
import { notice, sendPage } from '../pages/shell.ts'
import { sentencesOf } from '../pages/wording/wording.ts'
import { type Person } from '../sign-in/accounts.ts'
import { formOf } from '../sign-in/form.ts'
import { type ConsoleDoor } from './console-api.ts'
import { consoleFrame, type Tab } from './frame.ts'
import { type ConsoleWording, en } from './wording/en.ts'
import { zhCN } from './wording/zh-CN.ts'

const wordings: Record<Language, ConsoleWording> = { en, 'zh-CN': zhCN }

/** What just happened, told on the page that follows. */
export type Said = keyof ConsoleWording['said']

export interface ConsolePage {
  tab: Tab
  title: string
  body: Html
  status?: number
  live?: boolean
}

export interface Visit {
  request: FastifyRequest
  reply: FastifyReply
  person: Person
  actor: Actor
  language: Language
  words: ConsoleWording
  say: (sentence: string, values?: MessageValues) => string
  /** The hidden field that each form needs. */
  guard: Html
  form: Readonly<Record<string, string | undefined>>
  /** Whether the person's role is at least this. */
  may: (role: Role) => boolean
  parameter: (name: string) => string
  query: (name: string) => string | undefined
  /** The notice of what was done before the redirect that led here. */
  said: Html | false
  show: (page: ConsolePage) => FastifyReply
  fail: (failure: Failure) => FastifyReply
  failureNotice: (failure: Failure | undefined) => Html | false
  /** After a form: the page that shows the outcome. */
  leadTo: (path: string, said?: Said) => FastifyReply
  statusOf: (failure: Failure | undefined) => number
}

export type Handler = (visit: Visit) => Promise<FastifyReply>

const isSaid = (text: string | undefined): text is Said => text !== undefined && Object.hasOwn(en.said, text)

/** Adds routes that ask for a signed-in person of at least that role; forms are checked to be ours before anything else. */
export const consoleRoutes = (server: FastifyInstance, door: ConsoleDoor) => {
  const add = (method: 'GET' | 'POST', path: string, role: Role, handler: Handler): void => {
    server.route({
      method,
      url: `/console${path}`,
      handler: async (request, reply) => {
        const language = languageOf(request.headers['accept-language'])
        const refuse = (failure: Failure): FastifyReply => sendPage(reply, errorPage(failure, language))
        const form = formOf(request)
        if (method === 'POST') {
          const checked = door.checkGuard(request, form['guard'])
          if (!checked.ok) return refuse(checked.failure)
        }
        const person = await door.personOf(request)
        if (person === undefined) {
          if (request.headers.accept?.startsWith('application/json') === true) return reply.code(401).send({ code: 'CW5001' })
          return reply.redirect(`/sign-in?return=${encodeURIComponent(method === 'GET' ? request.url : '/console')}`, 303)
        }
        if (!covers(person.role, role)) return refuse(failed('CW5002').failure)
        const words = wordings[language]
        const query = (name: string): string | undefined => {
          const value = (request.query as Record<string, unknown>)[name]
          return typeof value === 'string' ? value : undefined
        }
        const token = door.guardToken(request, reply)
        const said = query('said')
        return handler({
          request,
          reply,
          person,
          actor: { organizationId: person.organizationId, name: person.email },
          language,
          words,
          say: (sentence, values = {}) => format(sentence, values, language),
          guard: html`<input type="hidden" name="guard" value="${token}" />`,
          form,
          may: (needed) => covers(person.role, needed),
          parameter: (name) => (request.params as Record<string, string>)[name] ?? '',
          query,
          said: isSaid(said) && notice('pass', words.said[said]),
          show: (page) => sendPage(reply, { ...page, language, body: consoleFrame({ ...page, person, language, words, guard: token }) }),
          fail: refuse,
          failureNotice: (failure) => {
            if (failure === undefined) return false
            const { title, cause, next } = sentencesOf(failure, language)
            return notice('fail', title, `${cause} ${next}`)
          },
          leadTo: (to, done) => reply.redirect(done === undefined ? to : `${to}?said=${done}`, 303),
          statusOf: (failure) => (failure === undefined ? 200 : statusOf(failure.code)),
        })
      },
    })
  }
  return {
    get: (path: string, role: Role, handler: Handler) => add('GET', path, role, handler),
    post: (path: string, role: Role, handler: Handler) => add('POST', path, role, handler),
  }
}
export type ConsoleRoutes = ReturnType<typeof consoleRoutes>
